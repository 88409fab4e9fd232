import { KotaeError, type Document, type DocumentMetadata, type KotaeClient } from '#client';
import type { CommandContext } from '../command/context.js';
import type { FoundFile } from './find-files.js';
import type { ProgressLines } from './progress-lines.js';
import { settled, sizeOf } from './settled.js';

/** What became of a file; `error` is why it was refused or could not be read. */
export interface Added {
  name: string;
  document: Document | null;
  error: { code: string; message: string } | null;
}

interface How {
  collection: string;
  metadata: DocumentMetadata;
  /** Until the document is ready or has failed. */
  wait: boolean;
}

const FATAL = new Set(['unreachable', 'unauthenticated', 'forbidden', 'collection_not_found']);

/** Uploads one file, and waits for it when asked to. Refusals are results here: the other files go on. */
export async function addFile(
  kotae: KotaeClient,
  { name, open }: FoundFile,
  { collection, metadata, wait }: How,
  { signal }: CommandContext,
  progress: ProgressLines,
): Promise<Added> {
  const line = progress.begin(name);
  try {
    const document = await kotae.documents.put(collection, name, await open(), {
      ...metadata,
      signal,
      onProgress: ({ sent, total }) => line.show('uploading', sent, total),
    });
    if (!wait) {
      line.end(document.unchanged ? 'unchanged' : document.status);
      return { name, document, error: null };
    }
    const onChange = ({ progress: stage, status }: Document): void =>
      line.show(stage?.stage ?? status, stage?.done ?? 0, stage?.total ?? null);
    const ended = await settled(kotae, document, { signal, onChange });
    line.end(ended.status === 'ready' ? `ready, ${sizeOf(ended)}` : 'failed', ended.error?.message);
    return { name, document: ended, error: ended.status === 'ready' ? null : ended.error };
  } catch (error) {
    // What stops one file stops them all when it is the service, the key or the collection, not the file.
    if (!(error instanceof KotaeError) || FATAL.has(error.code)) throw error;
    line.end('refused', error.message);
    return { name, document: null, error: { code: error.code, message: error.message } };
  }
}
