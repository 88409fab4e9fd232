import { fold } from '#language';
import type { Polarity } from './negated-english.js';

/** Obligations, guesses and permissions, which are no denials for all their ない. */
const NO_DENIAL =
  /(?:な(?:ければ|くては|いと)|ねば)(?:なり|いけ)?(?:ませ|な)(?:ん|い|らない)?|なければならない|かもしれ(?:ない|ません)|(?:差し支え|差支え|問題|構い|かまい)(?:は)?(?:ない|ありません|ません)|だけで(?:は)?なく|のみならず|少なくない|に他ならない|にほかならない/g;
/** Denials whose object is not to be found by pattern. */
const UNCLEAR = /しか|限らない|限りません|わけで(?:は)?|を除|以外|ではなく|でなく|ないかぎり|ない限り/;
const ROOT = String.raw`[\p{sc=Han}\p{sc=Katakana}ー々]`;
/** What is denied, and at most the ending and particles between it and the denial. */
const DENIED = new RegExp(
  String.raw`(${ROOT}{1,12})(?:[\u3041-\u3096]{0,10}?(?:ない|なく|なかった|ません|ませぬ|ず(?=[、。にと]|$)|まい(?=[、。]|$))|[はがをもの]?(?:不可|不要|禁止|厳禁|対象外))`,
  'gu',
);
const FINAL = /(?:不可|不要|禁止|厳禁|対象外)$/;
const ROOTS = new RegExp(`${ROOT}{1,12}`, 'gu');

/** Reads which words of a Japanese text are denied: the last kanji or katakana before ～ない, ～ません, 不可 and the like. */
export function japanesePolarity(text: string): Polarity {
  const folded = fold(text).replaceAll(NO_DENIAL, '');
  const denied = new Set<string>();
  const rest = folded.replaceAll(DENIED, (match, root: string) => {
    denied.add(root.replace(FINAL, ''));
    return '。'.repeat(match.length);
  });
  denied.delete('');
  const affirmed = new Set((rest.match(ROOTS) ?? []).map((root) => root.replace(/可能?$/, '')));
  return { denied, affirmed, unclear: UNCLEAR.test(folded), denies: denied.size > 0 };
}
