import type { ExtractedText } from '#contracts';
import { TextChecker } from '../isolation/check-extracted.js';
import { cutPieces, factsOf, joinPieces } from './cut-pieces.js';

function document(): ExtractedText {
  let text = '';
  const pages: ExtractedText['pages'] = [];
  const headings: ExtractedText['headings'] = [];
  for (let page = 1; page <= 40; page++) {
    const start = text.length;
    const heading = `Chapter ${page} 𠮷`;
    headings.push({ level: 1, start, end: start + heading.length, text: heading });
    text += `${heading}\n${'𠮷'.repeat(4000)}\n`;
    pages.push({ page, start, end: text.length - 1 });
  }
  return { mediaType: 'application/pdf', title: null, text: text.trimEnd(), pages, headings };
}

describe('cutPieces', () => {
  it('cuts no character and no heading, and what it cuts joins again', () => {
    const extracted = document();
    const pieces = [...cutPieces(extracted)];
    expect(pieces.length).toBeGreaterThan(4);
    const checker = new TextChecker();
    for (const piece of pieces) {
      expect(checker.accepts(piece)).toBe(true);
      expect(piece.text).not.toMatch(/[\uD800-\uDBFF]$/);
    }
    expect(checker.confirms(factsOf(extracted))).toBe(true);
    expect(joinPieces(pieces, factsOf(extracted))).toEqual(extracted);
  });

  it.each([
    ['a gap', (piece: { start: number }) => (piece.start += 1)],
    [
      'a heading that stands elsewhere',
      (piece: { headings: { text: string }[] }) => (piece.headings[0]!.text = 'x'),
    ],
    ['pages out of order', (piece: { pages: { page: number }[] }) => (piece.pages[1]!.page = 1)],
  ])('is found out when a piece has %s', (_, spoil) => {
    const [first] = cutPieces(document());
    const piece = structuredClone(first!);
    spoil(piece);
    expect(new TextChecker().accepts(piece)).toBe(false);
  });
});
