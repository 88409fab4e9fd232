import type { PageStore } from './page-store.js';
import type { TextLine } from './text-line.js';

/** A heading is set at least this much larger than the body text. */
const MIN_RATIO = 1.15;
const MAX_LENGTH = 160;
const MAX_LEVELS = 6;

/**
 * Marks headings by font size, for a document without an outline: short lines in type larger than that of most of
 * the text. The largest size is level 1. A document that is mostly "headings" is a poster, and gets none.
 */
export function markFontHeadings(pages: PageStore): void {
  const weights = new Map<number, number>();
  /** Characters of lines that may be headings, by their size. */
  const candidates = new Map<number, number>();
  let characters = 0;
  for (const line of linesOf(pages)) {
    const { length } = line.text;
    characters += length;
    // In half points.
    addTo(weights, Math.round(line.size * 2) / 2, length);
    if (mayBeHeading(line)) addTo(candidates, line.size, length);
  }
  const least = sizeOfMost(weights) * MIN_RATIO;
  const headings = [...candidates].filter(([size]) => size >= least);
  if (headings.reduce((sum, [, length]) => sum + length, 0) > characters * 0.3) return;
  const sizes = [...new Set(headings.map(([size]) => Math.round(size)))].sort((a, b) => b - a);
  for (let index = 0; index < pages.length; index++) {
    const lines = pages.get(index);
    const own = lines.filter((line) => line.size >= least && mayBeHeading(line));
    for (const line of own) line.level = Math.min(sizes.indexOf(Math.round(line.size)) + 1, MAX_LEVELS);
    if (own.length > 0) pages.set(index, lines);
  }
}

function mayBeHeading({ text }: TextLine): boolean {
  return text.length <= MAX_LENGTH && /\p{L}{2}|\p{Script=Han}/u.test(text);
}

/** The size in which most characters are set. */
function sizeOfMost(weights: ReadonlyMap<number, number>): number {
  let body = 0;
  let most = -1;
  for (const [size, weight] of weights) {
    if (weight > most) [body, most] = [size, weight];
  }
  return body;
}

function addTo(sums: Map<number, number>, key: number, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

function* linesOf(pages: PageStore): Generator<TextLine> {
  for (const lines of pages) yield* lines;
}
