import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ocrTools } from '../ocr/tools.js';
import { projectRoot } from './project-root.js';

let program: string | undefined;

/**
 * Names what reads a file of this name: equal bytes under equal readers give equal texts. It changes with our parsers
 * and the libraries under them, with what this machine recognises pictures by, and with the name's extension, which
 * decides what the bytes leave open.
 */
export async function readerOf(name: string): Promise<string> {
  program ??= digestOfProgram();
  const { languages, poppler } = await ocrTools();
  const tools = [...(languages ?? []), ...(poppler ? ['poppler'] : [])].toSorted().join('+');
  return [program, tools, extname(name).toLowerCase().slice(0, 16)].join(' ');
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
