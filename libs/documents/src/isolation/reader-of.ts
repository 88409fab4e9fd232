import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { projectRoot } from './project-root.js';

let program: string | undefined;

/**
 * Names what reads a file of this name: equal bytes under equal readers give equal texts. It changes with our parsers
 * and the libraries under them, and with the name's extension, which decides what the bytes leave open.
 */
export function readerOf(name: string): string {
  program ??= digestOfProgram();
  return `${program}${extname(name).toLowerCase().slice(0, 16)}`;
}

/** Of the parsers as they are built, which run in the child, and of the versions of all packages. */
function digestOfProgram(): string {
  const folder = join(projectRoot(), 'dist/libs/documents/src');
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(readFileSync(file));
  const manifest = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as {
    dependencies: unknown;
  };
  return hash.update(JSON.stringify(manifest.dependencies)).digest('hex').slice(0, 16);
}
