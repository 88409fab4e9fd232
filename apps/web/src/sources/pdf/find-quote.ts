/** A place in one of a page's pieces of text. */
export interface PieceSpan {
  piece: number;
  start: number;
  end: number;
}

/**
 * Finds a quote of the extracted text in the pieces of text that a PDF page is drawn from. The two differ in white
 * space, in hyphens at the ends of lines, and in compatibility forms (ligatures, full-width letters), so none of these
 * count. A quote that goes on on the next page is found by its beginning, if that ends the page.
 *
 * @param pieces the page's pieces in reading order
 * @returns the spans, one per piece that it touches; null when the page does not hold the quote in this order
 */
export function findQuote(
  pieces: readonly string[],
  quote: string,
): { spans: PieceSpan[]; whole: boolean } | null {
  const page = foldAll(pieces);
  const wanted = fold(quote)
    .map(({ char }) => char)
    .join('');
  if (wanted === '') return null;
  const text = page.map(({ char }) => char).join('');
  const at = text.indexOf(wanted);
  if (at >= 0) return { spans: spansOf(page.slice(at, at + wanted.length)), whole: true };
  const length = overlap(text, wanted);
  if (length < LEAST_OVERLAP) return null;
  return { spans: spansOf(page.slice(text.length - length)), whole: false };
}

/** Characters of a quote's beginning that must end a page to be taken for it. */
const LEAST_OVERLAP = 12;
/** What lines and fonts add or leave out: white space, soft hyphens, and hyphens of every kind. */
const IGNORED = /[\s\u00AD\u002D\u2010\u2011\u200B\uFEFF]/u;

/** One code unit of folded text, and where it comes from. */
interface Folded {
  char: string;
  piece: number;
  start: number;
  end: number;
}

function foldAll(pieces: readonly string[]): Folded[] {
  return pieces.flatMap((text, piece) => fold(text, piece));
}

/** Folds a text, one entry per code unit of the result. */
function fold(text: string, piece = 0): Folded[] {
  const folded: Folded[] = [];
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    for (const char of character.normalize('NFKC').toLowerCase().split('')) {
      if (!IGNORED.test(char)) folded.push({ char, piece, start, end });
    }
    start = end;
  }
  return folded;
}

/** The spans that some folded text covers, joined within each piece. */
function spansOf(folded: readonly Folded[]): PieceSpan[] {
  const spans: PieceSpan[] = [];
  for (const { piece, start, end } of folded) {
    const last = spans.at(-1);
    if (last?.piece === piece) last.end = end;
    else spans.push({ piece, start, end });
  }
  return spans;
}

/** The longest end of `text` that begins `wanted`. */
function overlap(text: string, wanted: string): number {
  for (let length = Math.min(text.length, wanted.length - 1); length > 0; length--) {
    if (text.endsWith(wanted.slice(0, length))) return length;
  }
  return 0;
}
