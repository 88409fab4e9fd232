import { PassThrough, type Readable } from 'node:stream';
import { DomainError } from '#contracts';
import type { OriginalStore, StoredOriginal } from '#database';

/**
 * Stores what a request or one of its parts brings. The source is never destroyed: a refused file must still leave a
 * connection over which to say so, and a multipart parser whose part is destroyed waits for ever.
 * @throws DomainError as the store does, and `invalid_request` when the source breaks off.
 */
export async function storeBody(source: Readable, store: OriginalStore): Promise<StoredOriginal> {
  const pass = new PassThrough();
  let brokeOff = false;
  const breakOff = (): void => {
    if (source.readableEnded) return;
    brokeOff = true;
    pass.destroy(new Error('the source broke off'));
  };
  // All before the first await: an 'error' that nobody hears ends the process.
  source.on('error', breakOff);
  source.on('close', breakOff);
  source.pipe(pass);
  // Broken off already, while the caller was looking something up: no event would ever tell.
  if (source.destroyed) breakOff();
  try {
    return await store.put(pass);
  } catch (error) {
    source.unpipe(pass);
    throw brokeOff ? incompleteUpload() : error;
  } finally {
    source.off('close', breakOff);
  }
}

export function incompleteUpload(): DomainError {
  return new DomainError('invalid_request', 'The upload ended before the file was complete. Send it again.');
}
