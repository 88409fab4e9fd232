import { createReadStream } from 'node:fs';
import { access, constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError } from '#contracts';
import { originalMissing, OriginalStore, type StoredOriginal } from './original-store.js';
import { asDiskError, receiveFile } from './receive-file.js';

/** What is being received, beside the originals: a crash may leave a file here. */
export const INCOMING = 'incoming';
const SHA256 = /^[0-9a-f]{64}$/;

/** Originals on a local (or shared) disk. A file appears under its final name complete and synced, or not at all. */
export class FolderOriginals extends OriginalStore {
  constructor(
    private readonly folder: string,
    private readonly maxBytes = Number.MAX_SAFE_INTEGER,
  ) {
    super();
  }

  get location(): string {
    return this.folder;
  }

  async put(source: Readable): Promise<StoredOriginal> {
    const { path, sha256, size } = await receiveFile(source, join(this.folder, INCOMING), this.maxBytes);
    try {
      await adopt(path, this.path(sha256));
      return { sha256, size };
    } catch (error) {
      await rm(path, { force: true });
      throw asDiskError(error);
    }
  }

  async size(sha256: string): Promise<number | null> {
    return stat(this.path(sha256)).then(
      (file) => file.size,
      () => null,
    );
  }

  async read(sha256: string, range?: { start: number; end: number }): Promise<Readable> {
    // Opened here and not by the stream, which would tell of a missing file only when it is read.
    const file = await open(this.path(sha256), 'r').catch(() => {
      throw originalMissing(sha256);
    });
    return createReadStream('', { fd: file, ...range });
  }

  async withFile<T>(sha256: string, work: (path: string) => Promise<T>): Promise<T> {
    if ((await this.size(sha256)) === null) throw originalMissing(sha256);
    return work(this.path(sha256));
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.path(sha256), { force: true });
  }

  async *list(): AsyncGenerator<StoredOriginal & { storedAt: Date }> {
    for (const folder of (await names(this.folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
      for (const sha256 of (await names(join(this.folder, folder))).filter((name) => SHA256.test(name))) {
        const file = await stat(this.path(sha256)).catch(() => null);
        if (file) yield { sha256, size: file.size, storedAt: file.mtime };
      }
    }
  }

  async check(): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true });
      await access(this.folder, constants.R_OK | constants.W_OK);
    } catch (cause) {
      const message = `The folder for originals, ${this.folder}, cannot be written. Correct its rights or KOTAE_DATA_DIR.`;
      throw new DomainError('service_unavailable', message, { cause, retryable: true });
    }
  }

  private path(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256);
  }
}

async function adopt(temporary: string, final: string): Promise<void> {
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

async function names(folder: string): Promise<string[]> {
  const found = await readdir(folder).catch(() => []);
  return found.sort((a, b) => (a < b ? -1 : 1));
}
