/** Fewer characters than this show nothing. */
const MIN_CHARACTERS = 12;
/** Codes that no text has: private use, unassigned, noncharacters, what could not be decoded. */
const impossible = /\p{Co}|\p{Cn}|\uFFFD/gu;
/** Glyph numbers in place of characters: the space is number 3 in most fonts. */
const control = /(?![\t\n\r])\p{Cc}/gu;
/** Japanese, Chinese or Cyrillic bytes read as Latin letters; French has one such letter in ten. */
const accented = /[\u0080-\u00FF\u0152\u0153\u0160\u0161\u0178\u0192\u2020-\u2026\u2030\u20AC]/gu;

/**
 * Whether a page's text is not what the page shows: its fonts do not tell which characters their glyphs stand for, or
 * tell it wrongly. Such text looks like text to no reader, and would be found by no search.
 */
export function isGarbled(text: string): boolean {
  const characters = text.replace(/[ \t\n\r\u3000]/gu, '');
  if (characters.length < MIN_CHARACTERS) return false;
  const count = (pattern: RegExp) => characters.match(pattern)?.length ?? 0;
  const share = (pattern: RegExp) => count(pattern) / characters.length;
  // Of English text in glyph numbers a sixth or more are controls; a sound page may have a few by a font's mistake.
  return share(impossible) > 0.3 || (share(control) > 0.12 && count(control) >= 3) || share(accented) > 0.4;
}
