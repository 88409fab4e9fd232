import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

let root: string | undefined;

/** The folder that holds our code, built or not. */
export function projectRoot(): string {
  if (root !== undefined) return root;
  let folder = __dirname;
  while (!isProjectRoot(folder) && dirname(folder) !== folder) folder = dirname(folder);
  root = folder;
  return folder;
}

function isProjectRoot(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && readFileSync(manifest, 'utf8').includes('"#documents"');
}
