import type { Source } from '@kotae/client';
import { t } from '../i18n/language.js';
import { openSource } from '../sources/open-source.js';
import { Icon } from '../ui/icon.js';

/** Documents that are named when none holds the answer. */
const NAMED = 5;

/** Says plainly that the documents do not hold the answer, and what came nearest. */
export function NearestDocuments({ sources }: { sources: Source[] }) {
  const byDocument = new Map<string, Source>();
  for (const source of [...sources].sort((a, b) => b.score - a.score)) {
    if (!byDocument.has(source.document_id)) byDocument.set(source.document_id, source);
  }
  const nearest = [...byDocument.values()].slice(0, NAMED);
  return (
    <div class="refusal">
      <p>
        <strong>{t.notInDocuments}</strong>
      </p>
      <p>{nearest.length > 0 ? t.nearest : t.nothingNear}</p>
      {nearest.length > 0 && (
        <ul class="plain">
          {nearest.map((source) => (
            <li key={source.document_id}>
              <button type="button" class="link" onClick={() => openSource(source)}>
                <Icon name="file" />
                {source.document}
                {source.page !== null && <span class="hint">{t.page(source.page)}</span>}
                {source.heading !== '' && <span class="hint">{source.heading}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
