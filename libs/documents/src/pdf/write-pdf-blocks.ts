import type { TextBuilder } from '../text/text-builder.js';
import { continuesOver, hyphenatedWords, joinLines, lineBreakBefore, usualLeading } from './line-breaks.js';
import type { TextLine } from './page-lines.js';

/** Writes the lines of all pages (index 0 is page 1) as paragraphs and headings. */
export function writePdfBlocks(pages: TextLine[][], builder: TextBuilder): void {
  const leading = usualLeading(pages);
  const words = hyphenatedWords(pages);
  let previousPage: TextLine[] = [];
  pages.forEach((lines, index) => {
    if (lines.length === 0) return;
    builder.startPage(index + 1);
    const seam = previousPage.slice(-12);
    const runsOver = continuesOver([...seam, ...lines.slice(0, 12)], seam.length);
    writePage(lines, leading, words, builder, runsOver ? (seam.at(-1)?.text ?? '') : null);
    previousPage = lines;
  });
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
