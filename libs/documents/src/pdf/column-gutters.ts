import type { Segment, SegmentedLine } from './text-line.js';

/** An empty band between two columns of text: where it lies along the lines, and which lines it divides. */
export interface Gutter {
  at: number;
  /** First and last position across the lines. */
  from: number;
  to: number;
  /** How many lines it divides. */
  lines: number;
}

/** Gaps below this, in font sizes, are spaces. */
export const COLUMN_GAP = 1;
/** Fewer divided lines than this are a list, a form or a short table. */
const MIN_LINES = 6;
/** Mean weight of a line in a column; cells of tables are shorter. */
const MIN_WEIGHT = 18;
/** Share of the lines that must reach the column's edge, as prose does and cells do not. */
const MIN_FULL = 0.5;
/** Share of lines, of those divided, that may run through the band: titles and figures over both columns. */
const MAX_CROSSING = 0.4;
/** A page of more lines is a drawing, and comparing them all would take long. */
const MAX_LINES = 2000;
/** More columns than this have no prose in them. */
const MAX_GUTTERS = 3;

/**
 * Finds bands that divide lines of prose, where a page draws its columns line by line through all of them. Tables look
 * alike, but their cells are short and end anywhere.
 */
export function findGutters(lines: readonly SegmentedLine[]): Gutter[] {
  if (lines.length > MAX_LINES) return [];
  const middles = new Set(
    lines.flatMap((line) => gapsOf(line).map(({ from, to }) => Math.round((from + to) / 2))),
  );
  const candidates = [...middles].flatMap((at) => gutterAt(at, lines) ?? []);
  const found: Gutter[] = [];
  for (const gutter of candidates.toSorted((a, b) => b.lines - a.lines)) {
    const apart = found.every(({ at }) => Math.abs(at - gutter.at) > (lines[0]?.size ?? 10) * 8);
    if (apart && found.length < MAX_GUTTERS) found.push(gutter);
  }
  return found;
}

function gutterAt(at: number, lines: readonly SegmentedLine[]): Gutter | null {
  const divided = lines.flatMap((line) => {
    const gap = gapsOf(line).find(({ from, to }) => from <= at && at <= to);
    return gap ? [{ line, ...gap }] : [];
  });
  if (divided.length < MIN_LINES) return null;
  const across = divided.map(({ line }) => line.across);
  const [from, to] = [Math.min(...across), Math.max(...across)];
  const inside = lines.filter((line) => line.across >= from && line.across <= to);
  const through = inside.filter((line) => line.start < at && line.end > at).length - divided.length;
  if (through > divided.length * MAX_CROSSING) return null;
  const prose = isProse(divided.map(({ before }) => before)) && isProse(divided.map(({ after }) => after));
  return prose ? { at, from, to, lines: divided.length } : null;
}

function isProse(segments: readonly Segment[]): boolean {
  const weight = segments.reduce((sum, each) => sum + each.weight, 0) / segments.length;
  const edge = Math.max(...segments.map(({ end }) => end));
  const begin = Math.min(...segments.map(({ start }) => start));
  const near = (edge - begin) * 0.12;
  const share = (wanted: (segment: Segment) => boolean) => segments.filter(wanted).length / segments.length;
  return (
    weight >= MIN_WEIGHT &&
    share(({ end }) => edge - end <= near) >= MIN_FULL &&
    share(({ start }) => start - begin <= near) >= MIN_FULL
  );
}

function gapsOf({ segments }: SegmentedLine) {
  return segments.slice(1).flatMap((after, i) => {
    const before = segments[i];
    return before ? [{ from: before.end, to: after.start, before, after }] : [];
  });
}
