import type { PictureReason } from '../pictures/pictures.js';
import type { TextBuilder } from '../text/text-builder.js';
import { continuesOver, hyphenatedWords, joinLines, lineBreakBefore, usualLeading } from './line-breaks.js';
import type { PageStore } from './page-store.js';
import type { TextLine } from './text-line.js';

/** What pages hold besides their lines, by page; it follows these. */
export interface PageExtras {
  notes?: string[][];
  /** Why a page is to be read as a picture. */
  pictures?: (PictureReason | undefined)[];
}

/**
 * Writes the lines of all pages (index 0 is page 1) as paragraphs and headings. `onPage` is called when a page is begun,
 * and all before it is written; it may put the writing off.
 */
export async function writePdfBlocks(
  pages: PageStore,
  builder: TextBuilder,
  { notes = [], pictures = [] }: PageExtras = {},
  onPage: () => Promise<void> | void = () => undefined,
): Promise<void> {
  const leading = usualLeading(pages);
  const words = hyphenatedWords(pages);
  let previousPage: TextLine[] = [];
  for (let index = 0; index < pages.length; index++) {
    const lines = pages.get(index);
    const own = notes[index] ?? [];
    const why = pictures[index];
    if (lines.length + own.length === 0 && why === undefined) continue;
    builder.startPage(index + 1);
    await onPage();
    const seam = previousPage.slice(-12);
    const runsOver = continuesOver([...seam, ...lines.slice(0, 12)], seam.length);
    if (lines.length > 0)
      writePage(lines, leading, words, builder, runsOver ? (seam.at(-1)?.text ?? '') : null);
    for (const note of own) builder.add(note);
    if (why !== undefined) builder.addPicture({ file: null, pdfPage: index + 1, why });
    // What stands between the pages' paragraphs keeps them from running on.
    previousPage = own.length === 0 && why === undefined ? lines : [];
  }
}

/** @param runningOn - the line that the page's first paragraph continues, or null. */
function writePage(
  lines: TextLine[],
  leading: number,
  words: ReadonlySet<string>,
  builder: TextBuilder,
  runningOn: string | null,
): void {
  let block = '';
  let tight = false;
  let first = runningOn !== null;
  const flush = (level: number | undefined) => {
    if (first) builder.extend(block, joinLines(runningOn ?? '', block, new Set()).glue);
    else builder.add(block, { tight, ...(level === undefined ? {} : { level }) });
    first = false;
  };
  lines.forEach((line, i) => {
    const how = i === 0 ? 'apart' : lineBreakBefore(lines, i, leading);
    if (how === 'joined') {
      const { text, glue } = joinLines(block, line.text, words);
      block = text + glue + line.text;
      return;
    }
    if (i > 0) flush(lines[i - 1]?.level);
    block = line.text;
    tight = how === 'tight';
  });
  flush(lines.at(-1)?.level);
}
