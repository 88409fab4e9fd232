import type { ExtractedText, PageSpan } from '#contracts';
import { cleanText } from '../text/clean-text.js';
import type { PictureSpot } from './pictures.js';

/** A spot with what was recognised there. */
export interface RecognisedSpot {
  spot: Pick<PictureSpot, 'at' | 'page'>;
  paragraphs: string[];
}

interface Insertion {
  at: number;
  page: number | null;
  /** With the empty line that sets it apart from its neighbour. */
  text: string;
  /** Where the recognised text itself begins within `text`. */
  lead: number;
  /** Its length, without what sets it apart. */
  length: number;
}

/**
 * Writes recognised texts into a text as paragraphs of their own, and moves pages and headings accordingly. A page that
 * held nothing but its picture gets its span.
 *
 * @param recognised - in the order of the text.
 */
export function insertTexts(extracted: ExtractedText, recognised: readonly RecognisedSpot[]): ExtractedText {
  const insertions = toInsertions(extracted.text, recognised);
  const shift = (offset: number, inclusive: boolean) =>
    insertions.reduce(
      (moved, { at, text }) => (at < offset || (inclusive && at === offset) ? moved + text.length : moved),
      offset,
    );
  const moved = <T extends { start: number; end: number }>(span: T): T => ({
    ...span,
    start: shift(span.start, true),
    end: shift(span.end, false),
  });
  let text = '';
  let done = 0;
  const places: PageSpan[] = [];
  for (const { at, page, text: inserted, lead, length } of insertions) {
    text += extracted.text.slice(done, at);
    const start = text.length + lead;
    if (page !== null) places.push({ page, start, end: start + length });
    text += inserted;
    done = at;
  }
  return {
    ...extracted,
    text: text + extracted.text.slice(done),
    pages: joinPages([...extracted.pages.map(moved), ...places]),
    headings: extracted.headings.map(moved),
  };
}

function toInsertions(text: string, recognised: readonly RecognisedSpot[]): Insertion[] {
  const insertions: Insertion[] = [];
  for (const { spot, paragraphs } of recognised) {
    const cleaned = paragraphs
      .map((paragraph) => cleanText(paragraph).trim())
      .filter(Boolean)
      .join('\n\n');
    if (cleaned === '') continue;
    const first = spot.at === 0 && !insertions.some(({ at }) => at === 0);
    // The text's first block has nothing before it: what is set before that is set apart behind.
    const follows = spot.at === 0 && text !== '';
    const lead = first || follows ? 0 : 2;
    const block = `${lead === 2 ? '\n\n' : ''}${cleaned}${follows ? '\n\n' : ''}`;
    insertions.push({ at: spot.at, page: spot.page, text: block, lead, length: cleaned.length });
  }
  return insertions;
}

/** One span for each page, from the first of its parts to the last. */
function joinPages(spans: PageSpan[]): PageSpan[] {
  const pages = new Map<number, PageSpan>();
  for (const { page, start, end } of spans) {
    const known = pages.get(page);
    pages.set(page, {
      page,
      start: Math.min(start, known?.start ?? start),
      end: Math.max(end, known?.end ?? end),
    });
  }
  return [...pages.values()].sort((a, b) => a.page - b.page);
}
