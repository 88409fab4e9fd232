import type { Span } from '#contracts';
import { trimSpan } from './trim-span.js';

/** Best places to cut a sentence: after a clause; else between words; else between characters as people see them. */
const CLAUSE_END = /[、，,;；:：)）」』]/;
const SPACE = /\s/;
/** A cut moves back from its ideal place by at most this share of a part to find a good one. */
const SLACK = 0.4;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Cuts a range into about `parts` pieces of similar length, where a clause or a word ends if such a place is near,
 * and never inside a character (a surrogate pair, or a grapheme unless that alone is longer than a part).
 * Returns at least two pieces when the range has two characters or more.
 */
export function cutEvenly(text: string, span: Span, parts: number): Span[] {
  const length = span.end - span.start;
  const part = Math.max(1, length / parts);
  const segments = graphemes.segment(text.slice(span.start, span.end));
  const pieces: Span[] = [];
  let start = span.start;
  while (span.end - start > part * 1.2) {
    const cut = cutBefore(text, span, start, Math.round(start + part), segments);
    if (cut <= start || cut >= span.end) break;
    pieces.push(trimSpan(text, { start, end: cut }));
    start = cut;
  }
  pieces.push(trimSpan(text, { start, end: span.end }));
  return pieces.filter((piece) => piece.start < piece.end);
}

/** The best place for a cut at or before `ideal`, after `start`. */
function cutBefore(text: string, span: Span, start: number, ideal: number, segments: Intl.Segments): number {
  const lowest = Math.max(start + 1, Math.floor(ideal - (ideal - start) * SLACK));
  for (const isGood of [CLAUSE_END, SPACE]) {
    for (let at = ideal; at >= lowest; at--) {
      if (isGood.test(text.charAt(at - 1)) && isBoundary(at, span, segments)) return at;
    }
  }
  const grapheme = segments.containing(ideal - span.start)?.index;
  const boundary = grapheme === undefined ? start : span.start + grapheme;
  return boundary > start ? boundary : codePointBoundary(text, start, ideal);
}

function isBoundary(at: number, span: Span, segments: Intl.Segments): boolean {
  return at === span.end || segments.containing(at - span.start)?.index === at - span.start;
}

/** A place at or before `ideal` that is not inside a surrogate pair, but at least one character after `start`. */
function codePointBoundary(text: string, start: number, ideal: number): number {
  const low = /[\uDC00-\uDFFF]/;
  const high = /[\uD800-\uDBFF]/;
  const splits = (at: number): boolean => low.test(text.charAt(at)) && high.test(text.charAt(at - 1));
  let at = ideal;
  while (at > start && splits(at)) at--;
  if (at > start) return at;
  return splits(start + 1) ? start + 2 : start + 1;
}
