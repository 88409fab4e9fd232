import type { TextLine } from './text-line.js';

/** A heading is set at least this much larger than the body text. */
const MIN_RATIO = 1.15;
const MAX_LENGTH = 160;
const MAX_LEVELS = 6;

/**
 * Marks headings by font size, for a document without an outline: short lines in type larger than that of most of
 * the text. The largest size is level 1. A document that is mostly "headings" is a poster, and gets none.
 */
export function markFontHeadings(pages: TextLine[][]): void {
  const lines = pages.flat();
  const body = bodySize(lines);
  const headings = lines.filter(
    (line) =>
      line.size >= body * MIN_RATIO &&
      line.text.length <= MAX_LENGTH &&
      /\p{L}{2}|\p{Script=Han}/u.test(line.text),
  );
  if (characters(headings) > characters(lines) * 0.3) return;
  const sizes = [...new Set(headings.map((line) => Math.round(line.size)))].sort((a, b) => b - a);
  for (const line of headings) {
    line.level = Math.min(sizes.indexOf(Math.round(line.size)) + 1, MAX_LEVELS);
  }
}

/** The size, in half points, in which most characters are set. */
function bodySize(lines: TextLine[]): number {
  const weights = new Map<number, number>();
  for (const line of lines) {
    const size = Math.round(line.size * 2) / 2;
    weights.set(size, (weights.get(size) ?? 0) + line.text.length);
  }
  let body = 0;
  let most = -1;
  for (const [size, weight] of weights) {
    if (weight > most) [body, most] = [size, weight];
  }
  return body;
}

function characters(lines: TextLine[]): number {
  return lines.reduce((sum, line) => sum + line.text.length, 0);
}
