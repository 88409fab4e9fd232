import { KotaeError, type Document, type DocumentMetadata, type KotaeClient } from '#client';
import type { CommandContext } from '../command/context.js';
import { serviceMessage } from '../command/service-message.js';
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

/** What stops one file and then stops them all: the service, the key or the collection, not the file. */
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
    const failure = failureOf(error);
    if (failure === null || FATAL.has(failure.code)) throw error;
    line.end('refused', failure.message);
    return { name, document: null, error: failure };
  }
}

/** What is wrong with the file, and what to do; null for what says nothing about it. */
function failureOf(error: unknown): Added['error'] {
  if (error instanceof KotaeError) return { code: error.code, message: serviceMessage(error) };
  const { name, code } = error as NodeJS.ErrnoException;
  if (name === 'NotReadableError') {
    return {
      code: 'conflict',
      message: 'It was changed while it was sent. Add it again once it is written.',
    };
  }
  if (code === 'ENOENT') return { code: 'not_found', message: 'It is gone since the command began.' };
  if (code === 'EACCES' || code === 'EPERM') {
    return { code: 'forbidden', message: 'You may not read it. Change its permissions, then add it again.' };
  }
  return null;
}
