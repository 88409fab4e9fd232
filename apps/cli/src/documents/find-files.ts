import { constants, openAsBlob } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { DomainError } from '#contracts';

/** A file to upload; its bytes are read when they are sent. */
export interface FoundFile {
  name: string;
  /** @throws Error of the system when it is gone or may not be read */
  open: () => Promise<Blob>;
}

/**
 * The files that paths mean: themselves, what is in folders (under its path there, hidden files left out), and for `-`
 * the input.
 * @throws DomainError for a path that is not there, no files at all, names that occur twice, and a name that cannot be given
 */
export async function findFiles(
  paths: string[],
  name: string | undefined,
  input: Readable,
): Promise<FoundFile[]> {
  const files = (await Promise.all(paths.map((path) => filesAt(path, input)))).flat();
  const [only] = files;
  if (!only)
    throw new DomainError('not_found', `${paths.join(', ')}: no file is there (hidden ones do not count).`);
  if (name !== undefined) {
    if (files.length > 1) throw new DomainError('invalid_request', '--name takes exactly one file.');
    return [{ ...only, name }];
  }
  const names = new Set<string>();
  for (const file of files) {
    if (file.name === '') throw new DomainError('invalid_request', 'The input needs a name: --name notes.md');
    if (names.has(file.name)) {
      const message = `Two files would be called ${file.name}. Add them one after the other, with --name.`;
      throw new DomainError('invalid_request', message);
    }
    names.add(file.name);
  }
  return files;
}

async function filesAt(path: string, input: Readable): Promise<FoundFile[]> {
  if (path === '-') return [{ name: '', open: async () => new Blob([await buffer(input)]) }];
  const found = await stat(path).catch((cause: unknown) => {
    const message = `There is no file or folder ${path} that can be read. Nothing was sent.`;
    throw new DomainError('not_found', message, { cause });
  });
  if (!found.isDirectory()) return [{ name: basename(path), open: () => openFile(path) }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)))
    .filter((file) => !file.split('/').some((part) => part.startsWith('.')))
    .sort()
    .map((file) => ({ name: file, open: () => openFile(join(path, file)) }));
}

/** A file that may not be read would look like one that has changed as soon as its bytes are wanted. */
async function openFile(path: string): Promise<Blob> {
  await access(path, constants.R_OK);
  return openAsBlob(path);
}
