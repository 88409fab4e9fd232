import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore from 'ignore';

/** Rules of the folder's own, in the syntax of .gitignore. */
export const IGNORE_FILE = '.kotaeignore';

/** Hidden files, and what programs leave beside a document while they work on it. */
const TEMPORARY = [
  '.*',
  '*~',
  '~$*',
  '#*#',
  '*.tmp',
  '*.temp',
  '*.part',
  '*.partial',
  '*.crdownload',
  '*.swp',
  'Thumbs.db',
  'desktop.ini',
];

/** Whether a path below the folder is none of ours; a directory's path ends with a slash. */
export type Ignores = (path: string) => boolean;

/** The rules of a folder: {@link TEMPORARY}, which `.kotaeignore` may take back with `!`, and that file. */
export async function readIgnoreRules(folder: string): Promise<Ignores> {
  const own = await readFile(join(folder, IGNORE_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const rules = ignore().add(TEMPORARY).add(own);
  return (path) => rules.ignores(path);
}
