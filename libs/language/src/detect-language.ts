import { fold } from './fold.js';
import { stopWords } from './stop-words.js';

/** A language in which Kotae answers. */
export type Language = 'ja' | 'en';

const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]/gu;
const LATIN_WORD = /[a-z]+/g;

/**
 * The language that the answer to this text should have. English names and codes in a Japanese sentence leave it
 * Japanese, and a Japanese term in an English sentence leaves that English: what decides is whether English grammar
 * (its stop words) is there, and then which script has more letters.
 */
export function detectLanguage(text: string): Language {
  const folded = fold(text);
  const cjk = folded.match(CJK)?.length ?? 0;
  if (cjk === 0) return 'en';
  const words = folded.match(LATIN_WORD) ?? [];
  if (!words.some((word) => word.length > 1 && stopWords.has(word))) return 'ja';
  return words.join('').length > cjk ? 'en' : 'ja';
}
