import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { DomainError } from '#contracts';
import { backupInvalid } from './backup-errors.js';

/** Adds an entry to an archive; resolves once it is taken, so that no more than one is held in memory. */
export interface ArchiveWriter {
  add(name: string, content: Buffer): Promise<void>;
  /** @param size the stream must bring exactly so many bytes. */
  addStream(name: string, size: number, content: Readable): Promise<void>;
}

/**
 * Writes a tar archive, compressed by gzip, to a file that appears under its name once it is complete and synced.
 * Mode 0600: it holds everything that Kotae knows.
 */
export async function writeArchive(
  path: string,
  fill: (archive: ArchiveWriter) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const part = `${path}.part`;
  const file = await open(part, 'w', 0o600);
  const tar = pack();
  // Embeddings and PDFs hardly shrink further at a higher level, and this one keeps up with a disk.
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  const written = pipeline(tar, gzip, file.createWriteStream({ flush: true }), { signal });
  const filled = fill(writerOf(tar)).then(() => tar.finalize());
  try {
    await Promise.all([written, filled]);
    await rename(part, path);
    await syncFolder(dirname(path));
  } catch (error) {
    tar.destroy();
    await Promise.allSettled([written, filled]);
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * Goes through an archive entry by entry; `visit` need not read all of one.
 *
 * @throws DomainError `invalid_request` when it is damaged or cut short, `not_found` when it cannot be read at all.
 */
export async function readArchive(
  path: string,
  visit: (entry: { name: string; size: number; content: AsyncIterable<Buffer> }) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new DomainError('not_found', `The file ${path} cannot be read.`, { cause });
  });
  const tar = extract();
  const read = pipeline(createReadStream('', { fd: file }), createGunzip(), tar, { signal });
  // Whichever fails first is the reason; the other one only hears of it.
  let damage: unknown = null;
  read.catch((error: unknown) => (damage ??= error));
  try {
    for await (const entry of tar) {
      const { name, size } = entry.header;
      await visit({ name, size: size ?? 0, content: entry as AsyncIterable<Buffer> });
      entry.resume();
    }
    await read;
  } catch (error) {
    tar.destroy();
    await read.catch(() => undefined);
    signal.throwIfAborted();
    if (damage !== null && (error === damage || !(error instanceof DomainError))) {
      throw backupInvalid('it is damaged or cut short', damage);
    }
    throw error;
  }
}

function writerOf(tar: ReturnType<typeof pack>): ArchiveWriter {
  return {
    add: (name, content) =>
      new Promise((resolve, reject) => {
        tar.entry({ name }, content, (error) => (error ? reject(error) : resolve()));
      }),
    addStream: async (name, size, content) => {
      let entry: ReturnType<typeof tar.entry> | undefined;
      const taken = new Promise<void>((resolve, reject) => {
        entry = tar.entry({ name, size }, (error) => (error ? reject(error) : resolve()));
      });
      taken.catch(() => undefined);
      if (entry) await pipeline(content, entry);
      await taken;
    },
  };
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
