import type { AnswerState, Citation, Source } from '@kotae/client';
import { t } from '../i18n/language.js';
import { openSource } from '../sources/open-source.js';

/** What the answer rests on: the cited passages with their quotes, and what was found but not used. */
export function SourceList({ state }: { state: AnswerState }) {
  const { sources, citations, status } = state;
  const leftOut = sources.filter(({ included }) => !included);
  if (status === 'not_in_documents') return null;
  return (
    <>
      {citations.length > 0 && (
        <section class="sources">
          <h3>{t.sources}</h3>
          <ol class="plain">
            {citations.map((citation) => (
              <li key={`${citation.marker}:${citation.document_id}:${citation.start}`}>
                <CitedSource citation={citation} />
              </li>
            ))}
          </ol>
        </section>
      )}
      <LeftOut sources={leftOut} />
    </>
  );
}

function CitedSource({ citation }: { citation: Citation }) {
  return (
    <button type="button" class="source" onClick={() => openSource(citation)}>
      <span class={citation.supported ? 'marker' : 'marker unsupported'}>{citation.marker}</span>
      <span class="source-body">
        <span class="source-where">
          <strong>{citation.document}</strong>
          <span class="hint">{whereOf(citation)}</span>
        </span>
        <span class="quote">{citation.quote}</span>
        {!citation.supported && <span class="warning">{t.unsupported}</span>}
      </span>
    </button>
  );
}

function LeftOut({ sources }: { sources: Source[] }) {
  if (sources.length === 0) return null;
  return (
    <details class="left-out">
      <summary>{t.leftOut(sources.length)}</summary>
      <ul class="plain">
        {sources.map((source) => (
          <li key={source.passage_id}>
            <button type="button" class="link" onClick={() => openSource(source)}>
              {source.document}
              <span class="hint">{whereOf(source)}</span>
            </button>
            {source.reason && <span class="reason">{t.reasons[source.reason]}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Page and heading, as far as there are any. */
function whereOf({ page, heading }: Pick<Source, 'page' | 'heading'>): string {
  return [page === null ? '' : t.page(page), heading].filter((part) => part !== '').join(' · ');
}
