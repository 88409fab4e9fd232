import { readingOrder } from '../layout/reading-order.js';
import type { TextLine } from './text-line.js';

/** Fewer breaks in the order than this are a header, a note, or a table. */
const MIN_BREAKS = 4;
/** Lines further apart than this, in font sizes, are no neighbours. */
const NEAR = 2.2;
/** How much wider a gap between paragraphs must be than one between columns to divide the page first. */
const COLUMN_BIAS = 3;

/**
 * Brings a page's lines into reading order where the page clearly does not draw them so. Programs draw text as it was
 * written, so their order is kept unless ordering by place has far fewer breaks in it: lines that are followed by one
 * elsewhere.
 */
export function orderLines(lines: TextLine[]): TextLine[] {
  const [first] = lines;
  if (!first || lines.some((line) => line.angle !== first.angle)) return lines;
  const breaks = countBreaks(lines);
  if (breaks < MIN_BREAKS) return lines;
  const ordered = readingOrder(lines, boxOf, COLUMN_BIAS);
  return countBreaks(ordered) * 2 <= breaks ? ordered : lines;
}

/** A line's place in its own frame, so that "left" is where lines begin, also of vertical text. */
function boxOf({ start, end, across, size }: TextLine) {
  return { left: start, top: across - size * 0.8, right: end, bottom: across + size * 0.2 };
}

/** How often a line is not followed by the one right below it; a step to the top of the next column counts as well. */
function countBreaks(lines: readonly TextLine[]): number {
  return lines.slice(1).filter((line, i) => {
    const previous = lines[i];
    if (!previous) return false;
    const beside = line.start > previous.end || line.end < previous.start;
    const above = line.across < previous.across - previous.size * 0.5;
    const far = line.across > previous.across + previous.size * NEAR;
    return above || far || (beside && line.across < previous.across + previous.size * 0.5);
  }).length;
}
