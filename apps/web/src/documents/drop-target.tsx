import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { collection, splitTags } from '../ask/asking.js';
import { t } from '../i18n/language.js';
import { navigate } from '../routes/router.js';
import { showDocument } from './document-list.js';
import { droppedFiles, type NamedFile } from './read-entries.js';
import { upload } from './uploads.js';

/** Tags that the next documents get, as they were typed. */
export const uploadTags = signal('');
/** Whether files are held over the page. */
export const over = signal(false);
/** Why what was dropped could not be read. */
export const dropProblem = signal<unknown>(null);

/** Uploads files to the collection that is shown. */
export function add(files: NamedFile[]): void {
  dropProblem.value = null;
  upload(files, collection.value, splitTags(uploadTags.value), showDocument);
}

/**
 * Takes files and folders that are dropped anywhere on the page, whatever it shows, and goes to the documents; a browser
 * would leave the page for the file.
 */
export function DropTarget() {
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
      droppedFiles(event.dataTransfer.items).then(add, (error: unknown) => (dropProblem.value = error));
      navigate('/documents');
    });
    return () => abort.abort();
  }, []);
  return over.value ? (
    <div class="drop-sign card" aria-hidden="true">
      {t.dropToAdd(collection.value)}
    </div>
  ) : null;
}
