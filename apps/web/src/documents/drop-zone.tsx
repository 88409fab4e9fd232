import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { collection, splitTags } from '../ask/asking.js';
import { t } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { TagsField } from '../ui/tags-field.js';
import { showDocument } from './document-list.js';
import { chosenFiles, droppedFiles, type NamedFile } from './read-entries.js';
import { upload } from './uploads.js';

/** Takes files and folders, dropped anywhere on the page or chosen. */
export function DropZone() {
  const tags = useSignal('');
  const over = useSignal(false);
  const add = (files: NamedFile[]): void =>
    upload(files, collection.value, splitTags(tags.value), showDocument);
  useEffect(() => {
    const abort = new AbortController();
    const on = (type: string, handle: (event: DragEvent) => void): void =>
      addEventListener(type, handle as EventListener, { signal: abort.signal });
    const isFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    on('dragover', (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      over.value = true;
    });
    on('dragleave', (event) => {
      if (event.relatedTarget === null) over.value = false;
    });
    on('drop', (event) => {
      over.value = false;
      if (!event.dataTransfer || !isFiles(event)) return;
      event.preventDefault();
      void droppedFiles(event.dataTransfer.items).then(add);
    });
    return () => abort.abort();
  }, []);
  const picker = (label: string, folder: boolean) => (
    <label class="button">
      <Icon name={folder ? 'file' : 'plus'} />
      {label}
      <input
        class="unseen"
        type="file"
        multiple
        {...(folder && { webkitdirectory: true })}
        onChange={(event) => {
          const field = event.currentTarget;
          if (field.files) add(chosenFiles(field.files));
          // Choosing the same file again is a change, too.
          field.value = '';
        }}
      />
    </label>
  );
  return (
    <section class={over.value ? 'drop-zone over' : 'drop-zone'} aria-label={t.addDocuments}>
      <p>
        <strong>{over.value ? t.dropToAdd(collection.value) : t.dropHere}</strong>
      </p>
      <p class="hint">{t.formats}</p>
      <div class="actions">
        {picker(t.chooseFiles, false)}
        {picker(t.chooseFolder, true)}
      </div>
      <TagsField label={t.uploadTags} tags={tags} inline />
    </section>
  );
}
