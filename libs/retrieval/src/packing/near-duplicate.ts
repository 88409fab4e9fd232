import { fold, terms } from '#language';

/** Share of common terms (Jaccard) from which two passages count as one. */
const THRESHOLD = 0.9;
const HAS_DIGIT = /[\d〇一二三四五六七八九十百千万億]/;
/** Words that turn a statement round; search ignores some of them, so they are counted apart. */
const NEGATION =
  /\b(?:not?|never|none|without|except|cannot)\b|n't\b|ない|なく|なけれ|なかっ|ません|不可|禁止|除[くきい]/g;

/** What two passages are compared by. */
export interface Fingerprint {
  all: ReadonlySet<string>;
  /** Terms with digits, also kanji ones: two policies that differ only in a number do not say the same. */
  numbers: ReadonlySet<string>;
  negations: number;
}

/** The fingerprint of a passage's text. */
export function fingerprintOf(text: string): Fingerprint {
  const all = new Set(terms(text));
  const numbers = new Set([...all].filter((term) => HAS_DIGIT.test(term)));
  return { all, numbers, negations: fold(text).match(NEGATION)?.length ?? 0 };
}

/** Whether two passages say the same in nearly the same words, with the same numbers and negations. */
export function isNearDuplicate(one: Fingerprint, other: Fingerprint): boolean {
  const smaller = Math.min(one.all.size, other.all.size);
  const larger = Math.max(one.all.size, other.all.size);
  if (smaller === 0 || smaller < larger * THRESHOLD) return false;
  if (one.negations !== other.negations || !isSame(one.numbers, other.numbers)) return false;
  let common = 0;
  for (const term of one.all) if (other.all.has(term)) common++;
  return common >= THRESHOLD * (smaller + larger - common);
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((term) => other.has(term));
}
