/** What no reader sees: controls but tab and newline, soft hyphens, zero-width spaces, byte-order marks, noncharacters. */
const invisible = /(?![\t\n])\p{Cc}|[\u00AD\u200B\u2060\uFEFF\uFFFE\uFFFF]/gu;
const lineEnds = /\r\n?|[\u0085\u2028\u2029\f\v]/gu;
const unusualSpaces = /[\u00A0\u2000-\u200A\u202F\u205F]/gu;
const loneSurrogates = /\p{Surrogate}/gu;

/**
 * Brings text into the form in which it is stored and cited: `\n` line ends, well-formed UTF-16, no NUL or other
 * invisible control characters, ordinary spaces, NFC. Idempotent. The ideographic space (U+3000) stays: it is layout that Japanese
 * readers expect.
 */
export function cleanText(text: string): string {
  return text
    .replace(lineEnds, '\n')
    .replace(loneSurrogates, '\uFFFD')
    .replace(invisible, '')
    .replace(unusualSpaces, ' ')
    .normalize('NFC');
}
