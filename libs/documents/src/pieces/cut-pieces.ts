import type { ExtractedText, TextFacts, TextPiece } from '#contracts';

/** Length of a piece, UTF-16 code units; one is longer only to keep a heading whole. */
export const PIECE_LENGTH = 65_536;

/** Cuts a text into pieces, none of which cuts a character or a heading. */
export function* cutPieces({ text, pages, headings }: ExtractedText): Generator<TextPiece> {
  let page = 0;
  let heading = 0;
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + PIECE_LENGTH, text.length);
    if (isHighSurrogate(text.charCodeAt(end - 1)) && end < text.length) end++;
    const piece: TextPiece = { start, text: '', pages: [], headings: [] };
    for (; heading < headings.length && headings[heading]!.start < end; heading++) {
      piece.headings.push(headings[heading]!);
      end = Math.max(end, headings[heading]!.end);
    }
    for (; page < pages.length && pages[page]!.start < end; page++) piece.pages.push(pages[page]!);
    piece.text = text.slice(start, end);
    yield piece;
    start = end;
  }
}

/** What is known of a text besides itself. */
export function factsOf({ mediaType, title, text, pages }: ExtractedText): TextFacts {
  return { mediaType, title, length: text.length, pages: pages.at(-1)?.page ?? null };
}

/** The whole again. */
export function joinPieces(pieces: readonly TextPiece[], { mediaType, title }: TextFacts): ExtractedText {
  return {
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
