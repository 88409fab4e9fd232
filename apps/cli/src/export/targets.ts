import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { DomainError } from '#contracts';
import { ZipFile } from 'yazl';

/** Where an export goes. */
export interface ExportTarget {
  /** @param path below the export's root, with slashes */
  add(path: string, content: Readable): Promise<void>;
  /** Makes what was added an export. */
  finish(): Promise<void>;
  /** Leaves nothing half behind. */
  abandon(): Promise<void>;
}

/** @throws DomainError `conflict` when there is something already */
export async function openTarget(out: string): Promise<ExportTarget> {
  return out.endsWith('.zip') ? openZip(out) : openFolder(out);
}

async function openFolder(folder: string): Promise<ExportTarget> {
  const isNew = (await mkdir(folder, { recursive: true })) !== undefined;
  if ((await readdir(folder)).length > 0) throw taken(folder);
  /** What stands in the folder because of this export. */
  const made = new Set<string>();
  return {
    async add(path, content) {
      const file = join(folder, path);
      made.add(path.split('/')[0] ?? path);
      await mkdir(dirname(file), { recursive: true });
      try {
        await pipeline(content, createWriteStream(file, { flags: 'wx' }));
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
    },
    finish: async () => undefined,
    // Without its list it would look like an export and be none, and no second one could go to the same place.
    async abandon() {
      for (const name of made) await rm(join(folder, name), { recursive: true, force: true });
      if (isNew) await rmdir(folder).catch(() => undefined);
    },
  };
}

async function openZip(path: string): Promise<ExportTarget> {
  if (await exists(path)) throw taken(path);
  const part = `${path}.part`;
  // What breaks off in the middle would spoil the whole archive, so every file is received first.
  const received = `${path}.entry`;
  const zip = new ZipFile();
  zip.on('error', (error: Error) => (zip.outputStream as Readable).destroy(error));
  const written = pipeline(zip.outputStream, createWriteStream(part, { mode: 0o600, flush: true }));
  written.catch(() => undefined);
  return {
    async add(name, content) {
      try {
        await pipeline(content, createWriteStream(received, { mode: 0o600 }));
        const entry = createReadStream(received);
        const sent = finished(entry);
        zip.addReadStream(entry, name);
        await Promise.race([sent, written]);
      } finally {
        await rm(received, { force: true });
      }
    },
    async finish() {
      zip.end();
      await written;
      await rename(part, path);
    },
    async abandon() {
      (zip.outputStream as Readable).destroy();
      await written.catch(() => undefined);
      await rm(part, { force: true });
    },
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function taken(path: string): DomainError {
  return new DomainError(
    'conflict',
    `There is something at ${path} already. Choose an empty folder or a new file.`,
  );
}
