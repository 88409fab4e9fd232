import type { Gold } from '../question-files/question.js';
import type { FoundPassage } from '../subject/subject.js';

/** A quotation that lies across two passages belongs to one that holds half of it, and at least so many characters. */
const LEAST_OVERLAP = 12;

/**
 * Whether a passage is one of the right places: of the right document, on the right page where that is known, and with
 * the words that answer, compared without white space. One that holds the beginning or the end of a long quotation,
 * or stands inside it, counts as well.
 */
export function isGold(passage: FoundPassage, gold: readonly Gold[]): boolean {
  return gold.some((place) => {
    if (place.document !== undefined && !isSameDocument(passage.document, place.document)) return false;
    if (place.quote !== undefined) return holds(passage.text, place.quote);
    return place.page === undefined || passage.page === null || passage.page === place.page;
  });
}

function isSameDocument(name: string, wanted: string): boolean {
  return name === wanted || name.endsWith(`/${wanted}`);
}

function holds(text: string, quote: string): boolean {
  const [whole, wanted] = [squeeze(text), squeeze(quote)];
  if (whole.includes(wanted) || (whole.length >= LEAST_OVERLAP && wanted.includes(whole))) return true;
  const half = Math.max(LEAST_OVERLAP, Math.ceil(wanted.length / 2));
  for (let length = wanted.length - 1; length >= half; length--) {
    if (whole.endsWith(wanted.slice(0, length)) || whole.startsWith(wanted.slice(-length))) return true;
  }
  return false;
}

/** Text without white space, which differs between a file and what a parser makes of it. */
export function squeeze(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/g, '');
}
