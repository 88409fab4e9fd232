import type { ExtractedText, TextFacts, TextPiece } from '#contracts';

/** Length of a piece, UTF-16 code units; one is longer only to keep a heading whole. */
export const PIECE_LENGTH = 65_536;

/**
 * Cuts a text into pieces, none of which cuts a character or a heading.
 * @param before - how much text comes before this one, whose pages and headings are counted from the beginning of all.
 */
export function* cutPieces(
  { text, pages, headings }: Pick<ExtractedText, 'text' | 'pages' | 'headings'>,
  before = 0,
): Generator<TextPiece> {
  let page = 0;
  let heading = 0;
  const whole = before + text.length;
  for (let start = before; start < whole;) {
    let end = Math.min(start + PIECE_LENGTH, whole);
    if (isHighSurrogate(text.charCodeAt(end - before - 1)) && end < whole) end++;
    const piece: TextPiece = { start, text: '', pages: [], headings: [] };
    for (; heading < headings.length && headings[heading]!.start < end; heading++) {
      piece.headings.push(headings[heading]!);
      end = Math.max(end, headings[heading]!.end);
    }
    for (; page < pages.length && pages[page]!.start < end; page++) piece.pages.push(pages[page]!);
    piece.text = text.slice(start - before, end - before);
    yield piece;
    start = end;
  }
}

/** What is known of a text besides itself. */
export function factsOf({ mediaType, title, text, pages, unreadPictures }: ExtractedText): TextFacts {
  const facts = { mediaType, title, length: text.length, pages: pages.at(-1)?.page ?? null };
  return unreadPictures === undefined ? facts : { ...facts, unreadPictures };
}

/** The whole again. */
export function joinPieces(
  pieces: readonly TextPiece[],
  { mediaType, title, unreadPictures }: TextFacts,
): ExtractedText {
  return {
    ...(unreadPictures !== undefined && { unreadPictures }),
    mediaType,
    title,
    text: pieces.map((piece) => piece.text).join(''),
    pages: pieces.flatMap((piece) => piece.pages),
    headings: pieces.flatMap((piece) => piece.headings),
  };
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
