import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#contracts';
import { type Described, readExportedNames } from './exported-names.js';
import { readIgnoreRules } from './ignore-rules.js';

/** A file that is to be a document. */
export interface LocalFile extends Described {
  /** The document's name: the path below the folder with slashes, in NFC, behind the prefix. */
  name: string;
  path: string;
  size: number;
  /** Changes whenever the file does, without a look at its bytes. */
  stamp: string;
  /** Whether it was written a moment ago, so that it may not be whole yet. */
  fresh: boolean;
}

/** A file or folder that is left out, and why; documents below a folder that cannot be read are left alone. */
export interface LeftOut {
  name: string;
  reason: 'empty' | 'link' | 'special' | 'same_name' | 'unreadable';
}

/**
 * Finds every file below a folder that is neither hidden, temporary nor ignored, in the order of their names. Symbolic
 * links are not followed: they may lead out of the folder, or in circles.
 *
 * @param settleMs files changed less than so long ago are `fresh`
 * @throws DomainError `not_found` when the folder cannot be read
 */
export async function listFiles(
  folder: string,
  options: { prefix: string; settleMs: number },
): Promise<{ files: LocalFile[]; leftOut: LeftOut[] }> {
  const ignores = await readIgnoreRules(folder);
  const exported = await readExportedNames(folder);
  const files = new Map<string, LocalFile>();
  const leftOut: LeftOut[] = [];
  const nameOf = (path: string): string =>
    (options.prefix + (exported.get(path)?.name ?? path)).normalize('NFC').trim();
  const visit = async (below: string): Promise<void> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      // Joined by hand: names have slashes, whatever the system has.
      const path = `${below}${entry.name}`;
      if (ignores(entry.isDirectory() ? `${path}/` : path)) continue;
      const name = nameOf(path);
      if (entry.isDirectory()) {
        await visit(`${path}/`).catch(() => leftOut.push({ name, reason: 'unreadable' }));
      } else if (entry.isSymbolicLink()) leftOut.push({ name, reason: 'link' });
      else if (!entry.isFile()) leftOut.push({ name, reason: 'special' });
      else await take(path, name);
    }
  };
  const take = async (path: string, name: string): Promise<void> => {
    const full = join(folder, path);
    const found = await stat(full).catch(() => null);
    // Gone since the folder was read: then it is not there.
    if (!found) return;
    if (found.size === 0) leftOut.push({ name, reason: 'empty' });
    else if (files.has(name)) leftOut.push({ name, reason: 'same_name' });
    else {
      const stamp = [found.size, found.mtimeMs, found.ctimeMs, found.ino].join();
      const fresh = Math.abs(Date.now() - found.ctimeMs) < options.settleMs;
      files.set(name, { ...exported.get(path), name, path: full, size: found.size, stamp, fresh });
    }
  };
  await visit('').catch((cause: unknown) => {
    throw new DomainError('not_found', `The folder ${folder} cannot be read. Nothing was changed.`, {
      cause,
    });
  });
  return { files: [...files.values()], leftOut };
}
