import { detectLanguage, fold, stopWords, terms } from '#language';

/** An English name inside a sentence, or a code; what begins the question is a name only when a word stands before it. */
const ENGLISH_NAME = /(?<=[\p{Ll},;:]\s)\p{Lu}[\p{L}’'-]*|\b\p{Lu}{2,}\b|\b[\p{L}-]*\d[\p{L}\d-]*\b/gu;
const JAPANESE_NAME = /[\p{sc=Han}々]{2,}|[\p{sc=Katakana}ー]{3,}|[A-Za-z][\w-]+/gu;
/** 何日, 何人: asks for a number and names nothing. */
const JAPANESE_QUESTION_WORD = /^何|何$|^(?:場合|以上|以下|以外|以内|必要|可能|対象|方法|教)/;
/** Content words from which a question without names says what it is about. */
const ENOUGH_WORDS = 3;
/** In Japanese single words differ from a document's often (費用, 料金); two that nothing has are another subject. */
const ENOUGH_NAMES = 2;

/**
 * Whether a follow-up brings up a subject of its own that nothing found speaks of ("And who wrote the opera Tosca?"
 * after a question about hotels). The words carried over from earlier questions find passages all the same, which
 * say nothing about it. True for the 4 such follow-ups of samples/follow-ups.json, for none of the other 47.
 *
 * @param found texts and titles of everything that the search returned.
 */
export function namesNothingFound(question: string, found: readonly string[]): boolean {
  const haystack = fold(found.join('\n'));
  const absent = (name: string): boolean => !haystack.includes(fold(name));
  if (detectLanguage(question) === 'ja') {
    const names = matches(question, JAPANESE_NAME).filter((name) => !JAPANESE_QUESTION_WORD.test(name));
    return new Set(names).size >= ENOUGH_NAMES && names.every((name) => parts(name).every(absent));
  }
  const names = matches(question, ENGLISH_NAME);
  if (names.length > 0) return names.every(absent);
  const known = new Set(terms(haystack));
  const words = new Set(terms(question).filter((term) => !term.endsWith('*')));
  return words.size >= ENOUGH_WORDS && ![...words].some((word) => known.has(word));
}

function matches(text: string, pattern: RegExp): string[] {
  return (text.match(pattern) ?? []).filter((name) => !stopWords.has(fold(name)));
}

/** A compound counts as found when one half of it is: 祖父母 in 祖父母または兄弟. */
function parts(name: string): string[] {
  return name.length < 4 ? [name] : [name.slice(0, 2), name.slice(-2)];
}
