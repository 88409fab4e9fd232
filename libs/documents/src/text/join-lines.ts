/** Scripts and punctuation that are set without spaces between words (Chinese and Japanese; not Korean). */
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\u30FB\u30FC\uFF01-\uFF60\uFF61-\uFF9F]/u;

/** Whether a character belongs to a script that is written without spaces between words. */
export function isSpaceless(character: string): boolean {
  return spaceless.test(character);
}

/** The last character (code point) of a text, or the empty string. */
export function lastCharacter(text: string): string {
  const last = text.codePointAt(text.length - 1);
  if (last === undefined) return '';
  return last >= 0xdc00 && last <= 0xdfff ? text.slice(-2) : text.slice(-1);
}

/** The first character (code point) of a text, or the empty string. */
export function firstCharacter(text: string): string {
  const first = text.codePointAt(0);
  return first === undefined ? '' : String.fromCodePoint(first);
}

/**
 * What stands between two lines that were broken only because the line was full: nothing where either side is
 * Chinese or Japanese, else one space.
 */
export function glueBetween(before: string, after: string): '' | ' ' {
  if (before === '' || after === '') return '';
  return isSpaceless(lastCharacter(before)) || isSpaceless(firstCharacter(after)) ? '' : ' ';
}

/** Stands for a line break that was meant (`<br>`), until {@link collapseWhitespace} has run. */
export const HARD_BREAK = '\u2028';

/**
 * Collapses and trims white space as a browser would, except that a line break next to a Chinese or Japanese
 * character vanishes instead of turning into a space. {@link HARD_BREAK} becomes `\n`.
 */
export function collapseWhitespace(text: string): string {
  return text
    .replace(/[ \t\n\r\f]+/gu, (run, offset: number) => {
      if (!/[\n\r]/u.test(run)) return ' ';
      const after = offset + run.length;
      return glueBetween(text.slice(Math.max(0, offset - 2), offset), text.slice(after, after + 2));
    })
    .replace(/ ?\u2028 ?/gu, '\n')
    .trim();
}
