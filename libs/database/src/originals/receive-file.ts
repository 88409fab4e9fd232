import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '#contracts';
import type { StoredOriginal } from './original-store.js';

/**
 * Streams bytes to a new file in `folder`, synced to the disk, while hashing them. Whatever goes wrong, no file stays.
 *
 * @throws DomainError `payload_too_large`, `document_empty`, `storage_full`.
 */
export async function receiveFile(
  source: Readable,
  folder: string,
  maxBytes: number,
): Promise<StoredOriginal & { path: string }> {
  // Before any await: a client that hangs up destroys the stream, and an 'error' that nobody hears ends the process.
  source.on('error', () => undefined);
  const path = join(folder, randomUUID());
  await mkdir(folder, { recursive: true });
  const hash = createHash('sha256');
  let size = 0;
  const meter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      size += chunk.length;
      hash.update(chunk);
      done(size > maxBytes ? tooLarge(maxBytes) : null, chunk);
    },
  });
  try {
    // Opened before anything can fail: a pipeline rejects without waiting for a file that is still being opened,
    // and the file would appear after its removal.
    const file = await open(path, 'wx', 0o600);
    await pipeline(source, meter, file.createWriteStream({ flush: true }));
    if (size === 0)
      throw new DomainError(
        'document_empty',
        'The file is empty. Save it again where it comes from, and upload it then.',
      );
    return { sha256: hash.digest('hex'), size, path };
  } catch (error) {
    await rm(path, { force: true });
    throw asDiskError(error);
  }
}

/** A full disk as a DomainError; any other error as it is. */
export function asDiskError(cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return cause;
  const message = 'The disk for originals is full. Free space on it, then upload again.';
  return new DomainError('storage_full', message, { cause });
}

function tooLarge(maxBytes: number): DomainError {
  const limit = `${Math.floor(maxBytes / 1_048_576)} MiB`;
  return new DomainError(
    'payload_too_large',
    `The file is larger than ${limit}. Split it, or raise KOTAE_MAX_UPLOAD_BYTES.`,
  );
}
