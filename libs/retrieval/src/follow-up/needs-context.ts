import { detectLanguage, fold, terms } from '#language';

/** A question with at least this many content words and no reference to what was said says what it is about. */
const ENOUGH_WORDS = 4;

/** Words that stand for something said before, and beginnings that go on from it. */
const ENGLISH =
  /\b(?:it|its|they|them|their|theirs|this|that|these|those|he|she|his|him|her|there|one|ones|such|same|similar|other|others|another|else|instead|otherwise|again|too|also|either|former|latter|above|previous)\b|^(?:and|or|but|so|then|now|ok|okay|what about|how about|what if|why|really|more)\b/;
const JAPANESE =
  /それ|これ|あれ|その|この|あの|そこ|ここ|そう|こう|彼|同じ|同様|前述|上記|先ほど|さっき|ほか|他に|他の|別の|もう一|もっと|逆に|以外|も(?:あり|必要|教え|可能|対象|含|でき|使え|取れ|いい|よい|良い)|^(?:では|じゃあ?|なら|ちなみに|また|さらに|あと|それで|なぜ|どうして|例えば)|(?:は|って|とか)[?？]?$|(?:場合|とき|時)は[?？。]?$/;

/**
 * Whether a question of a conversation leaves unsaid what it is about: it refers to what was said ("it", "その"), goes
 * on from it ("And in Osaka?", "では法定休日は？"), or is so short that it most likely does. Errs on the side of yes,
 * because words too many cost a search less than words too few. Of the 51 follow-ups in samples/follow-ups.json, 43 of
 * which need the question before them, it lets none of these 43 go as complete.
 */
export function needsContext(question: string): boolean {
  const text = fold(question)
    .trim()
    .replace(/[。.!！\s]+$/, '');
  if (ENGLISH.test(text) || JAPANESE.test(text)) return true;
  return contentWords(question).length < ENOUGH_WORDS;
}

/** The distinct words of a question that say what it is about; in Japanese that are not grammar, in kana alone. */
function contentWords(question: string): string[] {
  const words = new Set(terms(question).filter((term) => !/^~|\*$/.test(term)));
  const japanese = detectLanguage(question) === 'ja';
  return [...words].filter((word) => !japanese || !/^[\u3041-\u309F]+$/.test(word));
}
