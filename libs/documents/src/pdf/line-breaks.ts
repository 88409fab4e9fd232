import { glueBetween, isSpaceless } from '../text/join-lines.js';
import type { TextLine } from './text-line.js';

/** How a line follows the one before it: runs on in the same paragraph, stands right below, or after a gap. */
export type LineBreak = 'joined' | 'tight' | 'apart';

/** Lines before and after that show how wide the column is. */
const COLUMN_WINDOW = 12;
/** Line spacing may vary this much within a paragraph. */
const LEADING_TOLERANCE = 1.25;

/** Lines further apart than this, in font sizes, are no neighbours. */
const MAX_LEADING = 2.2;

/** Marks that begin a list item, an article or a numbered clause. */
const itemMark =
  /^(?:[•●○◦■□◆◇▪‣・※*]|[-–—]\s|[①-⑳]|[(（][\p{N}a-zA-Zア-ン一二三四五六七八九十]{1,3}[)）]|[ａ-ｚＡ-Ｚア-ン][ \u3000]|(?:\p{N}{1,3}|[a-zA-Z]|[ivx]{1,4})[.)．]\s|\p{N}{1,2}(?:[.．]\p{N}{1,2}){1,3}\s|第[\p{N}一二三四五六七八九十百]+[条章節編])/u;

/**
 * Decides how `lines[at]` follows the line before it, from geometry alone: a paragraph runs on when the line above
 * was full, the spacing is that of the text, and the new line is neither indented nor a list item.
 *
 * @param leading - usual distance between two lines, in font sizes (see {@link usualLeading}).
 */
export function lineBreakBefore(lines: TextLine[], at: number, leading: number): LineBreak {
  const previous = lines[at - 1];
  const line = lines[at];
  if (!previous || !line) return 'apart';
  const alike = line.angle === previous.angle && Math.abs(Math.log(line.size / previous.size)) < 0.12;
  const distance = (line.across - previous.across) / previous.size;
  const below = distance > 0.4 && distance <= leading * LEADING_TOLERANCE;
  if (line.level !== undefined || previous.level !== undefined) {
    return alike && below && line.level === previous.level ? 'joined' : 'apart';
  }
  if (!alike) return 'apart';
  // A jump upwards is the next column: only a sentence that is under way continues there.
  const nextColumn = distance < -1;
  if (!below && !nextColumn) return distance > 0 && distance <= 0.4 ? 'tight' : 'apart';
  if (runsOn(lines, at, nextColumn)) return 'joined';
  return nextColumn ? 'apart' : 'tight';
}

/** Whether a paragraph that ends one page (or column) continues on the next. */
export function continuesOver(lines: TextLine[], at: number): boolean {
  const previous = lines[at - 1];
  const line = lines[at];
  if (!previous || !line || line.level !== undefined || previous.level !== undefined) return false;
  if (line.angle !== previous.angle || Math.abs(Math.log(line.size / previous.size)) >= 0.12) return false;
  // A line that stands alone does not show how wide its column is.
  const above = lines[at - 2];
  if (!above || Math.abs(previous.across - above.across) > previous.size * MAX_LEADING) return false;
  return runsOn(lines, at, true);
}

function runsOn(lines: TextLine[], at: number, elsewhere: boolean): boolean {
  const previous = lines[at - 1];
  const line = lines[at];
  if (!previous || !line || itemMark.test(line.text)) return false;
  // A row of a table ends where its last cell does, full or not.
  if (previous.isRow || line.isRow) return false;
  if (elsewhere && /[.!?。！？:：]["'”’」』)）]*$/u.test(previous.text)) return false;
  if (!elsewhere && !itemMark.test(previous.text) && line.start > previous.start + line.size * 0.7)
    return false;
  if (line.text.startsWith('\u3000')) return false;
  return isFull(lines, at - 1, line);
}

/** Whether the next line's first word would not have fitted into what was left of the line. */
function isFull(lines: TextLine[], at: number, next: TextLine): boolean {
  const line = lines[at];
  if (!line) return false;
  const column = lines
    .slice(Math.max(0, at - COLUMN_WINDOW), at + COLUMN_WINDOW)
    .filter((other) => other.angle === line.angle && Math.abs(other.start - line.start) < line.size * 4);
  const width = Math.max(...column.map((other) => other.end - other.start));
  // The longest line of an address or a verse is not full.
  if (line.end - line.start < width * 0.5) return false;
  const word = /^\S+/u.exec(next.text)?.[0] ?? '';
  const perCharacter = (next.end - next.start) / Math.max(next.text.length, 1);
  // Japanese breaks anywhere, but up to two characters move down with forbidden punctuation.
  const needed = isSpaceless(word) ? line.size * 2.5 : perCharacter * (word.length + 1) * 1.2;
  return blockEdge(lines, at) - line.end < Math.max(needed, line.size);
}

/** Where the lines around `at` that follow each other without a gap end at the furthest. */
function blockEdge(lines: TextLine[], at: number): number {
  let edge = -Infinity;
  for (const step of [-1, 1]) {
    for (let i = at; i >= 0 && Math.abs(i - at) < COLUMN_WINDOW; i += step) {
      const line = lines[i];
      const neighbour = lines[i - step] ?? line;
      if (!line || !neighbour || line.angle !== neighbour.angle) break;
      if (Math.abs(line.across - neighbour.across) > line.size * MAX_LEADING) break;
      edge = Math.max(edge, line.end);
    }
  }
  return edge;
}

/** The most frequent distance between neighbouring lines of one size, in font sizes. */
export function usualLeading(pages: Iterable<TextLine[]>): number {
  const counts = new Map<number, number>();
  for (const page of pages) {
    page.forEach((line, i) => {
      const previous = page[i - 1];
      if (!previous || previous.size !== line.size || previous.angle !== line.angle) return;
      const distance = Math.round(((line.across - previous.across) / line.size) * 20) / 20;
      if (distance > 0.8 && distance < 3)
        counts.set(distance, (counts.get(distance) ?? 0) + line.text.length);
    });
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return most?.[0] ?? 1.4;
}

/**
 * Joins two lines of a paragraph. A word hyphenated at the line's end is made whole, unless the document writes it
 * with the hyphen elsewhere.
 */
export function joinLines(
  before: string,
  after: string,
  words: ReadonlySet<string>,
): { text: string; glue: '' | ' ' } {
  const head = /(\p{L}+)([-\u00AD\u2010])$/u.exec(before);
  const tail = /^\p{Ll}+/u.exec(after);
  if (!head || !tail) return { text: before, glue: glueBetween(before, after) };
  const [, part = '', hyphen = '-'] = head;
  const compound = `${part}-${tail[0]}`.toLowerCase();
  if (hyphen === '-' && words.has(compound)) return { text: before, glue: '' };
  return { text: before.slice(0, -1), glue: '' };
}

/** All words with a hyphen inside, for {@link joinLines}. */
export function hyphenatedWords(pages: Iterable<TextLine[]>): Set<string> {
  const words = new Set<string>();
  for (const lines of pages) {
    for (const { text } of lines) {
      if (!text.includes('-')) continue;
      for (const [word] of text.matchAll(/\p{L}+(?:-\p{L}+)+/gu)) words.add(word.toLowerCase());
    }
  }
  return words;
}
