import type { Span } from '#contracts';

/** Where a sentence may end: a run of full stops, exclamation or question marks, or a line's end. */
const CANDIDATE = /[。．｡！？!?.]+|\n/g;
/** Brackets and quotation marks that belong to the sentence before them. */
const CLOSERS = /[」』）】〉》〕］｝”’"')\]}*_]*/y;
const BEFORE_WORD = String.raw`(?:^|[\s(（[「])`;
const ABBREVIATION = new RegExp(
  `${BEFORE_WORD}(?:e\\.g|i\\.e|cf|vs|approx|dr|mr|mrs|ms|prof|st|jr|sr|dept|est|[a-z](?:\\.[a-z])*)$`,
  'i',
);
/** "No. 5", "pp. 3", "Dec. 24": words of their own that are short for something only before a number. */
const BEFORE_NUMBER = new RegExp(
  `${BEFORE_WORD}(?:nos?|vol|figs?|sec|ch|pp?|art|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$`,
  'i',
);
/** "1." or "2.3." at the beginning of a line numbers what follows. */
const LIST_NUMBER = /(?:^|\n)[ \t]*(?:\d+\.)*\d+$/;
const HIRAGANA = /[\u3041-\u3096]/;
const PARTICLE = /[とっがをのはにでもなやか]/;
const CJK = /[\u3040-\u30FF\u3400-\u9FFF]/;
/** Lines at least this long may be wrapped in the middle of a sentence; shorter ones are titles or list items. */
const WRAPPED_LINE = 20;

/**
 * The sentences of a text, in order: trimmed ranges that together cover everything but white space. Japanese full
 * stops end a sentence wherever they stand, English ones before white space, so that "3.14", "e.g." and "v2.3"
 * stay whole. Closing brackets and quotes go with the sentence. A line's end ends a sentence too, unless the line
 * was clearly wrapped: the next one goes on in lower case or hiragana.
 */
export function sentences(text: string): Span[] {
  const found: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    if (match.index < start) continue;
    const end = endOfSentence(text, start, match.index, match[0]);
    if (end === null) continue;
    addTrimmed(text, start, end, found);
    start = end;
  }
  addTrimmed(text, start, text.length, found);
  return found;
}

/** Where the sentence ends that the candidate at `index` may close; null when it goes on. */
function endOfSentence(text: string, start: number, index: number, stop: string): number | null {
  if (stop === '\n') return isWrapped(text, start, index) ? null : index + 1;
  CLOSERS.lastIndex = index + stop.length;
  const end = index + stop.length + (CLOSERS.exec(text)?.[0].length ?? 0);
  const next = text.charAt(end);
  if (/[。．｡！？]/.test(stop)) return goesOnInJapanese(text, stop, end, next) ? null : end;
  const isFollowed = next === '' || /\s/.test(next) || (CJK.test(next) && /[!?]/.test(stop));
  if (!isFollowed) return null;
  return goesOnInEnglish(text.slice(start, index), stop, text.slice(end, end + 16)) ? null : end;
}

function goesOnInJapanese(text: string, stop: string, end: number, next: string): boolean {
  // a full-width point inside a number: 3．14
  if (stop === '．' && /[0-9０-９]/.test(next)) return true;
  // 「はい。」と答えた: the quotation is part of a longer sentence
  return /[」』”]/.test(text.charAt(end - 1)) && PARTICLE.test(next);
}

function goesOnInEnglish(sentence: string, stop: string, rest: string): boolean {
  const after = /^[^\S\n]*(\S)/.exec(rest)?.[1] ?? '';
  if (/\p{Ll}/u.test(after)) return true;
  if (stop !== '.') return false;
  const before = sentence.slice(-24);
  if (LIST_NUMBER.test(before) && sentence.length <= 12) return true;
  if (/\d/.test(after) && BEFORE_NUMBER.test(before)) return true;
  return after !== '' && ABBREVIATION.test(before);
}

function isWrapped(text: string, start: number, index: number): boolean {
  if (text.charAt(index - 1) === '、') return true;
  const lineStart = Math.max(start, text.lastIndexOf('\n', index - 1) + 1);
  if (index - lineStart < WRAPPED_LINE) return false;
  const next = text.charAt(index + 1);
  return /\p{Ll}/u.test(next) || HIRAGANA.test(next);
}

function addTrimmed(text: string, from: number, to: number, found: Span[]): void {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  if (start < end) found.push({ start, end });
}
