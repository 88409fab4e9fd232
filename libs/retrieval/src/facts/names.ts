import { fold } from '#language';

/** Letters and digits joined ("ppr-9087", "iso9001", "docs/v2"), or a version number of three parts or more. */
const CODE = /(?<![a-z\d])(?:[a-z]\w*(?:[-_./]\w+)*|\d+(?:\.\d+){2,})/gi;
/** In English: capitalised words inside a sentence, and words all in capitals. */
const ENGLISH_NAME = /(?<=(?:[\p{Ll}\d,;:'")]|\b(?:Mr|Mrs|Ms|Dr|Prof)\.)\s)\p{Lu}[\p{L}'’]+|\b\p{Lu}{2,}\b/gu;
const LATIN_WORD = /\p{sc=Latin}{2,}/gu;
/** Words with a capital that are facts of their own, and not names. */
const CALENDAR =
  /^(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|january|february|march|april|may|june|july|august|september|october|november|december|mr|mrs|ms|dr|prof|am|pm|i)$/;
/** 佐藤さん, 田中部長, but not お客様 and 皆様. */
const TITLED = /([\p{sc=Han}\p{sc=Katakana}ー々]{1,8})(?:さん|様|氏|殿|先生|くん|ちゃん)/gu;
const PEOPLE_IN_GENERAL = /(?:^|[おご])(?:客|皆|子|奥|相手|取引先|先|担当者|利用者|従業員|社員)$/;
/** ジョン・スミス, 株式会社サンプル. */
const JAPANESE_NAME =
  /[\p{sc=Katakana}ー]{2,}(?:[・=][\p{sc=Katakana}ー]{2,})+|(?<=(?:株式|有限|合同)会社)[\p{sc=Han}\p{sc=Katakana}ーA-Za-z]{2,}/gu;

/** What a claim calls things by, to be looked for in a text: see {@link namesAppear}. */
export interface Names {
  /** Codes and identifiers, folded. */
  codes: string[];
  /** Names of people, places, products, folded. */
  names: string[];
}

/** The codes and names of a claim, and its text without the codes. */
export function namesIn(claim: string, japanese: boolean): Names & { rest: string } {
  const codes: string[] = [];
  const rest = claim.normalize('NFKC').replace(CODE, (word) => {
    if (!/\d/.test(word)) return word;
    codes.push(fold(word));
    return ' '.repeat(word.length);
  });
  const found = japanese
    ? [...(rest.match(LATIN_WORD) ?? []), ...(rest.match(JAPANESE_NAME) ?? []), ...titled(rest)]
    : (rest.match(ENGLISH_NAME) ?? []);
  const names = found.map(plain).filter((name) => name !== '' && !CALENDAR.test(name));
  return { codes, names: [...new Set(names)], rest };
}

/** Whether every code and name stands in the text, whole: "PPR-9087" in "PPR 9087号", "Ann" not in "annual". */
export function namesAppear({ codes, names }: Names, text: string): boolean {
  const folded = fold(text);
  const unaccented = plain(text);
  return (
    codes.every((code) => codePattern(code).test(folded)) &&
    names.every((name) => namePattern(name).test(unaccented))
  );
}

/** With or without hyphens and spaces between its parts, but with every point: 2.3.1 is not 2.31. */
function codePattern(code: string): RegExp {
  const parts = code.match(/[a-z]+|\d+(?:\.\d+)*|[^a-z\d\s_-]+/g) ?? [code];
  return new RegExp(`(?<![a-z\\d])${parts.map(escape).join('[-_\\s]?')}(?![a-z\\d]|\\.\\d)`);
}

function namePattern(name: string): RegExp {
  return /^[\p{sc=Latin}'-]+$/u.test(name)
    ? new RegExp(`(?<!\\p{sc=Latin})${escape(name.replace(/(?<=..)s$/, ''))}(?:'?s)?(?!\\p{sc=Latin})`, 'u')
    : new RegExp(escape(name), 'u');
}

function titled(text: string): string[] {
  return [...text.matchAll(TITLED)].flatMap(([, name = '']) => (PEOPLE_IN_GENERAL.test(name) ? [] : [name]));
}

/** Folded, without accents and the possessive: "Zoë's" is "zoe". */
function plain(name: string): string {
  return fold(name)
    .normalize('NFD')
    .replace(/(?<=\p{sc=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .replace(/'s?$/, '');
}

function escape(literal: string): string {
  return literal.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
}
