import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { stopIdleParsers } from '#documents';
import { whatIsLeft } from '../formats/what-is-left.js';
import { isOurFault, surveyFile, type Surveyed } from '../formats/survey-file.js';
import { surveyTable } from '../formats/survey-table.js';

/**
 * `formats <folder> … [--ocr] [--only pdf] [--texts folder] [--json file]`: reads every file of a folder as an upload
 * would be, and tells what became of it, by format. PDFs are compared with poppler's `pdftotext` where that is
 * installed. Ends with 1 when something was the program's fault: a crash, a hang, something left behind.
 */
export async function formats(args: string[]): Promise<void> {
  const { values: options, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      /** Also recognise the text of pictures, with Tesseract; takes seconds for each page. */
      ocr: { type: 'boolean', default: false },
      /** Files with this ending only. */
      only: { type: 'string' },
      /** Where each text is written, to look at. */
      texts: { type: 'string' },
      json: { type: 'string' },
    },
  });
  if (positionals.length === 0) throw new Error('Say which folder: npm run formats -- <folder>');
  const paths = positionals.flatMap((folder) => filesIn(folder, options.only));
  const unhandled: unknown[] = [];
  process.on('unhandledRejection', (reason) => unhandled.push(reason));
  const files: Surveyed[] = [];
  for (const path of paths) {
    const file = await surveyFile(path, options.ocr);
    files.push(file);
    if (options.texts !== undefined && file.text !== '') keepText(options.texts, file);
    if (files.length % 100 === 0) process.stderr.write(`  ${files.length} of ${paths.length} …\n`);
  }
  stopIdleParsers();
  const left = await whatIsLeft();
  const lines = [
    surveyTable(files),
    '',
    ...files.flatMap(({ path, wrong }) => (wrong === null ? [] : [`wrong: ${path}: ${wrong}`])),
    comparison(files),
    `unhandled rejections: ${unhandled.length}; left behind: ${left.processes} processes, ${left.files} open files`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify(files.map(toRow), null, 1)}\n`);
  if (files.some(isOurFault) || unhandled.length + left.processes + left.files > 0) process.exitCode = 1;
}

function filesIn(folder: string, ending: string | undefined): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (ending === undefined || entry.name.endsWith(`.${ending}`)))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function keepText(folder: string, { path, text }: Surveyed): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${relative('/', path).replaceAll('/', '__')}.txt`), text);
}

function comparison(files: readonly Surveyed[]): string {
  const peers = files.flatMap(({ peer, outcome }) =>
    peer && peer.words > 0 && outcome === 'read' ? [peer] : [],
  );
  if (peers.length === 0) return 'not compared with pdftotext: it is not installed, or there are no PDFs';
  const percent = (key: 'found' | 'inOrder') =>
    ((peers.reduce((sum, peer) => sum + peer[key], 0) / peers.length) * 100).toFixed(1);
  return `${peers.length} PDFs compared with pdftotext: on average ${percent('found')} % of its words are found, ${percent('inOrder')} % of its pairs of neighbouring words`;
}

function toRow({ text, ...file }: Surveyed): object {
  return { ...file, characters: text.length };
}
