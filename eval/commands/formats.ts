import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stopIdleParsers } from '#documents';
import { exitCodes, type CommandContext } from '../../apps/cli/src/command/context.js';
import { whatIsLeft } from '../formats/what-is-left.js';
import { isOurFault, surveyFile, type Surveyed } from '../formats/survey-file.js';
import { surveyTable } from '../formats/survey-table.js';
import { Progress } from '../run/progress.js';

/** What `kotae eval formats` is asked for with. */
export interface FormatsOptions {
  ocr: boolean;
  only?: string;
  texts?: string;
  json?: boolean;
}

/**
 * `kotae eval formats`: reads every file of folders as an upload would be, and tells what became of it. Fails when
 * something was the program's fault: a crash, a hang, something left behind.
 */
export async function formats(
  context: CommandContext,
  folders: string[],
  { ocr, only, texts, json }: FormatsOptions,
): Promise<void> {
  const paths = folders.flatMap((folder) => filesIn(folder, only));
  const unhandled: unknown[] = [];
  process.on('unhandledRejection', (reason) => unhandled.push(reason));
  const files: Surveyed[] = [];
  const progress = new Progress(context);
  const tick = progress.begin('reading files', paths.length);
  try {
    for (const path of paths) {
      const file = await surveyFile(path, ocr);
      files.push(file);
      if (texts !== undefined && file.text !== '') keepText(texts, file);
      tick(files.length);
    }
  } finally {
    progress.end();
    stopIdleParsers();
  }
  const left = await whatIsLeft();
  const lines = [
    surveyTable(files),
    '',
    ...files.flatMap(({ path, wrong }) => (wrong === null ? [] : [`wrong: ${path}: ${wrong}`])),
    comparison(files),
    `unhandled rejections: ${unhandled.length}; left behind: ${left.processes} processes, ${left.files} open files`,
  ];
  const found = { files: files.map(toRow), unhandled_rejections: unhandled.length, left_behind: left };
  context.out.write(json ? `${JSON.stringify(found)}\n` : `${lines.join('\n')}\n`);
  if (files.some(isOurFault) || unhandled.length + left.processes + left.files > 0)
    context.exitCode = exitCodes.failed;
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
