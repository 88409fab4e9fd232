import { firstCharacter, isSpaceless, lastCharacter } from '../text/join-lines.js';
import { COLUMN_GAP, findGutters, type Gutter } from './column-gutters.js';
import { plainForms } from './plain-forms.js';
import type { Segment, SegmentedLine, TextLine } from './text-line.js';

/** A run of text as pdf.js reports it. */
export interface TextRun {
  str: string;
  /** Text-to-page matrix [a, b, c, d, e, f]. */
  transform: number[];
  width: number;
  height: number;
  /** Set from top to bottom, lines from right to left. */
  vertical: boolean;
}

const wideLetter = /[\uFF21-\uFF3A\uFF41-\uFF5A]/u;

/** Gaps, in font sizes, above which two runs are separate words, and two ideographs are set apart on purpose. */
const WORD_GAP = 0.2;
const IDEOGRAPH_GAP = 1.2;
/** Gaps above this, in font sizes, lie between cells; justified text has narrower ones. */
const CELL_GAP = 2;

/**
 * Puts runs, in the order in which the page draws them, together into lines. Where these run through columns of text,
 * they are divided.
 */
export function pageLines(runs: TextRun[]): SegmentedLine[] {
  const lines = linesBetween(runs, []);
  const gutters = findGutters(lines);
  return gutters.length === 0 ? lines : linesBetween(runs, gutters);
}

function linesBetween(runs: TextRun[], gutters: readonly Gutter[]): SegmentedLine[] {
  const lines: SegmentedLine[] = [];
  let line: OpenLine | null = null;
  let spaced = false;
  for (const run of runs) {
    if (run.str.trim() === '') {
      spaced ||= run.str !== '';
      continue;
    }
    const placed = place(run);
    if (line && isRedrawn(line.last, placed)) continue;
    if (line && belongs(line, placed) && !areDivided(line, placed, gutters)) {
      append(line, placed, spaced);
    } else {
      if (line) lines.push(close(line));
      line = { ...placed, last: placed, weight: placed.text.length, segments: [segmentOf(placed)] };
    }
    spaced = /\s$/u.test(run.str);
  }
  if (line) lines.push(close(line));
  return lines;
}

type Placed = Omit<TextLine, 'level' | 'isRow'>;
type OpenLine = Placed & { last: Placed; weight: number; segments: Segment[] };

function areDivided(line: Placed, run: Placed, gutters: readonly Gutter[]): boolean {
  return gutters.some(
    ({ at, from, to }) => line.end <= at && run.start >= at && line.across >= from && line.across <= to,
  );
}

function segmentOf({ text, start, end }: Placed): Segment {
  const wide = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  return { start, end, weight: text.length + wide };
}

/** Adds a run to the last segment, or begins the next one where the gap before it is wide. */
function extendSegments(segments: Segment[], run: Placed): void {
  const last = segments.at(-1);
  const own = segmentOf(run);
  if (!last || own.start - last.end > run.size * COLUMN_GAP) segments.push(own);
  else {
    last.end = Math.max(last.end, own.end);
    last.weight += own.weight;
  }
}

function place(run: TextRun): Placed {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = run.transform;
  const size = (run.vertical ? Math.hypot(a, b) : Math.hypot(c, d)) || run.height || 1;
  const [x, y] = run.vertical ? unit(-c, -d) : unit(a, b);
  const start = e * x + f * y;
  return {
    text: run.str,
    size,
    start,
    end: start + (run.vertical ? run.height : run.width),
    across: e * y - f * x,
    angle: Math.round((Math.atan2(y, x) * 180) / Math.PI),
  };
}

function unit(x: number, y: number): [number, number] {
  const length = Math.hypot(x, y);
  return length === 0 ? [1, 0] : [x / length, y / length];
}

/** A raised or lowered run still belongs to its line; one that jumps back to the left does not. */
function belongs(line: OpenLine, run: Placed): boolean {
  const size = Math.max(line.size, run.size);
  return (
    line.angle === run.angle &&
    Math.abs(run.across - line.across) < size * 0.45 &&
    run.start > line.end - size
  );
}

/** Some programs embolden by drawing the same text twice, a hair apart. */
function isRedrawn(last: Placed, run: Placed): boolean {
  const near =
    Math.abs(last.start - run.start) < run.size * 0.3 && Math.abs(last.across - run.across) < run.size * 0.3;
  return near && last.text === run.text && last.angle === run.angle;
}

function append(line: OpenLine, run: Placed, spaced: boolean): void {
  line.text += space(line, run, spaced) + run.text;
  extendSegments(line.segments, run);
  line.end = Math.max(line.end, run.end);
  if (run.text.length > line.weight) {
    line.size = run.size;
    line.across = run.across;
    line.weight = run.text.length;
  }
  line.last = run;
}

function space(line: OpenLine, run: Placed, spaced: boolean): '' | ' ' {
  if (/\s$/u.test(line.text) || /^\s/u.test(run.text)) return '';
  const gap = (run.start - line.end) / run.size;
  const sides = [lastCharacter(line.text), firstCharacter(run.text)];
  // Wide Latin letters make words with spaces between them as narrow ones do.
  const ideographs = sides.every(isSpaceless) && !sides.every((side) => wideLetter.test(side));
  if (ideographs) return gap > IDEOGRAPH_GAP ? ' ' : '';
  return spaced || gap > WORD_GAP ? ' ' : '';
}

function close(line: OpenLine): SegmentedLine {
  const { size, start, end, across, angle, segments } = line;
  const isRow = segments
    .slice(1)
    .some((next, i) => next.start - (segments[i]?.end ?? next.start) > size * CELL_GAP);
  return { text: tidy(line.text), size, start, end, across, angle, isRow, segments };
}

/** The dots between a title and its page in a table of contents. */
const dotLeaders = / ?(?:[.．…⋯·・] ?){5,}/gu;
/** Three or more single ideographs with a space after each: a title that was spaced out. */
const spacedOut =
  /(?<![^\s])(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}] +){2,}\p{Script=Han}(?!\S)/gu;

function tidy(text: string): string {
  return plainForms(text)
    .replace(/[ \t]+/gu, ' ')
    .replace(dotLeaders, ' … ')
    .replace(spacedOut, (title) => title.replaceAll(' ', ''))
    .trim();
}
