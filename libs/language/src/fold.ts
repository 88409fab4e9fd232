/** Hyphens and minus signs that NFKC leaves apart from `-`. */
const HYPHENS = /[\u2010-\u2015\u2212]/g;
/** The long vowel mark, which Japanese keyboards give for a hyphen, inside a code: "PPRー9087". */
const KANA_HYPHEN = /(?<=[a-z0-9])ー(?=[a-z0-9])/g;
const APOSTROPHES = /[\u2018\u2019\u02BC]/g;

/**
 * Brings text to the one form in which search and citation checks compare it: NFKC (full-width letters and digits
 * become ASCII, half-width kana full-width, ligatures letters), lower case, one hyphen, one apostrophe.
 *
 * The result may be longer or shorter than the input, so its offsets are not the input's.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(HYPHENS, '-')
    .replace(KANA_HYPHEN, '-')
    .replace(APOSTROPHES, "'");
}
