import { detectLanguage } from '#language';
import { englishPolarity, type Polarity } from './negated-english.js';
import { japanesePolarity } from './negated-japanese.js';

/**
 * Whether a claim affirms what a text denies, or denies what it affirms: "refundable" against "not refundable", ～できる
 * against ～できない. Only where the two differ in nothing else that denies; between languages nothing is said.
 */
export function contradicts(claim: string, text: string): boolean {
  const language = detectLanguage(claim);
  if (language !== detectLanguage(text)) return false;
  const read = language === 'ja' ? japanesePolarity : englishPolarity;
  const own = read(claim);
  const its = read(text);
  if (own.unclear || its.unclear) return false;
  return flips(own, its) || flips(its, own);
}

/** Whether `a`, which denies nothing, affirms what `b` only denies. */
function flips(a: Polarity, b: Polarity): boolean {
  if (a.denies) return false;
  return [...b.denied].some((word) => a.affirmed.has(word) && !b.affirmed.has(word));
}
