import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '#contracts';

/** An original as it was stored. */
export interface StoredOriginal {
  sha256: string;
  /** Bytes. */
  size: number;
}

/**
 * Originals on a local (or shared) disk, addressed by their SHA-256: equal bytes are kept once, and a name that a
 * client sent never becomes a path. A file appears under its final name complete and synced, or not at all.
 */
export class OriginalStore {
  constructor(
    private readonly folder: string,
    private readonly maxBytes: number,
  ) {}

  /** @throws DomainError `payload_too_large`, `document_empty`, `storage_full`. Nothing is left behind. */
  async put(source: Readable): Promise<StoredOriginal> {
    // Before any await: a client that hangs up destroys the stream, and an 'error' that nobody hears ends the process.
    source.on('error', () => undefined);
    const temporary = join(this.folder, 'incoming', randomUUID());
    await mkdir(dirname(temporary), { recursive: true });
    const hash = createHash('sha256');
    let size = 0;
    const meter = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        size += chunk.length;
        hash.update(chunk);
        done(size > this.maxBytes ? tooLarge(this.maxBytes) : null, chunk);
      },
    });
    try {
      // Opened before anything can fail: a pipeline rejects without waiting for a file that is still being opened,
      // and the file would appear after its removal.
      const file = await open(temporary, 'wx', 0o600);
      await pipeline(source, meter, file.createWriteStream({ flush: true }));
      if (size === 0) throw new DomainError('document_empty', 'The file is empty.');
      const sha256 = hash.digest('hex');
      await this.adopt(temporary, this.path(sha256));
      return { sha256, size };
    } catch (error) {
      await rm(temporary, { force: true });
      throw asStorageError(error);
    }
  }

  /** Where an original lies. */
  path(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256);
  }

  read(sha256: string): Readable {
    return createReadStream(this.path(sha256));
  }

  async exists(sha256: string): Promise<boolean> {
    return stat(this.path(sha256)).then(
      () => true,
      () => false,
    );
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.path(sha256), { force: true });
  }

  private async adopt(temporary: string, final: string): Promise<void> {
    const folder = dirname(final);
    await mkdir(folder, { recursive: true });
    await rename(temporary, final);
    // The rename itself must survive a power cut, so its directory is synced too.
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

function tooLarge(maxBytes: number): DomainError {
  const limit = `${Math.floor(maxBytes / 1_048_576)} MiB`;
  return new DomainError(
    'payload_too_large',
    `The file is larger than ${limit}. Split it, or raise KOTAE_MAX_UPLOAD_BYTES.`,
  );
}

function asStorageError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new DomainError(
    'storage_full',
    'The disk for originals is full. Free space on it, then upload again.',
    {
      cause: error,
    },
  );
}
