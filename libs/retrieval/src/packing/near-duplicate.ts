import { fold } from '#language';

/** Share of common pieces (Jaccard) from which two passages count as one. */
const THRESHOLD = 0.9;
const HAS_DIGIT = /[\d〇一二三四五六七八九十百千万億]/;
/** Words that turn a statement round; search ignores some of them, so they are counted apart. */
const NEGATION =
  /\b(?:not?|never|none|without|except|cannot)\b|n't\b|ない|なく|なけれ|なかっ|ません|不可|禁止|除[くきい]/g;

const CJK = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー`;
const OTHER = String.raw`(?:(?![${CJK}])[\p{L}\p{M}\p{N}])+`;
/** A run of Chinese or Japanese characters, or a word, number or code. */
const RUN = new RegExp(String.raw`[${CJK}]+|${OTHER}(?:[-_.,'/:@#&+]${OTHER})*`, 'gu');
const CJK_START = new RegExp(`^[${CJK}]`, 'u');

/** What two passages are compared by. */
export interface Fingerprint {
  all: ReadonlySet<string>;
  /** Pieces with digits, also kanji ones: two policies that differ only in a number do not say the same. */
  numbers: ReadonlySet<string>;
  negations: number;
}

/** The fingerprint of a passage's text. */
export function fingerprintOf(text: string): Fingerprint {
  const folded = fold(text);
  const all = piecesOf(folded);
  const numbers = new Set([...all].filter((piece) => HAS_DIGIT.test(piece)));
  return { all, numbers, negations: folded.match(NEGATION)?.length ?? 0 };
}

/**
 * Words, and pairs of neighbouring characters where words are not set apart. Packing does this with every passage that
 * was found, and the words that search uses, which need segmentation, took a quarter of all the time of an answer.
 */
function piecesOf(folded: string): Set<string> {
  const pieces = new Set<string>();
  for (const [run] of folded.matchAll(RUN)) {
    if (!CJK_START.test(run) || run.length === 1) pieces.add(run);
    else for (let at = 1; at < run.length; at++) pieces.add(run.slice(at - 1, at + 1));
  }
  return pieces;
}

/** Whether two passages say the same in nearly the same words, with the same numbers and negations. */
export function isNearDuplicate(one: Fingerprint, other: Fingerprint): boolean {
  const smaller = Math.min(one.all.size, other.all.size);
  const larger = Math.max(one.all.size, other.all.size);
  if (smaller === 0 || smaller < larger * THRESHOLD) return false;
  if (one.negations !== other.negations || !isSame(one.numbers, other.numbers)) return false;
  let common = 0;
  for (const piece of one.all) if (other.all.has(piece)) common++;
  return common >= THRESHOLD * (smaller + larger - common);
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((piece) => other.has(piece));
}
