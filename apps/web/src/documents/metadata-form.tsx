import { useSignal } from '@preact/signals';
import type { Document } from '@kotae/client';
import { splitTags } from '../ask/asking.js';
import { t } from '../i18n/language.js';
import { kotae } from '../session/session.js';
import { Problem } from '../ui/problem.js';
import { submitted } from '../ui/submitted.js';
import { showDocument } from './document-list.js';

/** Changes what searches and questions are filtered by. */
export function MetadataForm({ document, onDone }: { document: Document; onDone: () => void }) {
  const problem = useSignal<unknown>(null);
  const save = async (event: SubmitEvent): Promise<void> => {
    const field = submitted(event);
    try {
      const changed = await kotae.value.documents.change(document.id, {
        tags: splitTags(field('tags')),
        date: field('date') || null,
        source_url: field('source_url') || null,
      });
      showDocument(changed);
      onDone();
    } catch (error) {
      problem.value = error;
    }
  };
  return (
    <form class="fields" onSubmit={(event) => void save(event)}>
      <label class="field">
        {t.tags}
        <input name="tags" defaultValue={document.tags.join(', ')} placeholder={t.tagsHint} autofocus />
      </label>
      <label class="field">
        {t.date}
        <input name="date" type="date" defaultValue={document.date ?? ''} />
      </label>
      <label class="field">
        {t.address}
        <input name="source_url" type="url" defaultValue={document.source_url ?? ''} />
      </label>
      <Problem of={problem.value} />
      <div class="actions">
        <button type="button" onClick={onDone}>
          {t.cancel}
        </button>
        <button class="primary">{t.save}</button>
      </div>
    </form>
  );
}
