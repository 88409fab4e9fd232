import * as fc from 'fast-check';
import { findQuote } from './find-quote.js';

const found = (pieces: string[], quote: string): string[] | undefined =>
  findQuote(pieces, quote)?.spans.map(({ piece, start, end }) => (pieces[piece] ?? '').slice(start, end));

describe('findQuote', () => {
  it('finds a quote over several lines, hyphenated or not', () => {
    const pieces = ['Flights are booked at least four-', 'teen days before the trip. Hotels', ' follow.'];
    expect(found(pieces, 'booked at least fourteen days before the trip.')).toEqual([
      'booked at least four',
      'teen days before the trip.',
    ]);
  });

  it('finds what the page writes with ligatures or in full width', () => {
    expect(found(['The oﬃce, １２ 階'], 'office, 12階')).toEqual(['oﬃce, １２ 階']);
  });

  it('finds Japanese without regard to where lines break', () => {
    expect(found(['出張は十四日前', 'までに申請する。'], '十四日前までに申請する。')).toEqual([
      '十四日前',
      'までに申請する。',
    ]);
  });

  it('finds the beginning of a quote that goes on on the next page', () => {
    const page = ['An introduction.', 'The rule begins here and'];
    expect(findQuote(page, 'The rule begins here and ends on the next page.')).toMatchObject({
      whole: false,
    });
    expect(found(page, 'The rule begins here and ends on the next page.')).toEqual([
      'The rule begins here and',
    ]);
  });

  it('says so when the page does not hold the quote', () => {
    expect(findQuote(['Something else.'], 'The rule begins here.')).toBeNull();
    expect(findQuote([], 'x')).toBeNull();
    expect(findQuote(['x'], ' - ')).toBeNull();
  });

  it('finds every slice of a page, wherever its pieces were cut', () => {
    const words = fc.array(
      fc.string({ unit: fc.constantFrom(...Array.from('abcあい字 -１𠮟')), minLength: 1, maxLength: 8 }),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), (pieces, a, b) => {
        const text = Array.from(pieces.join(''));
        const [from, to] = [a % text.length, b % text.length].sort((x, y) => x - y) as [number, number];
        const quote = text.slice(from, to + 1).join('');
        fc.pre(/[^\s-]/u.test(quote));
        const spans = found(pieces, quote)?.join('').normalize('NFKC').replace(/[\s-]/g, '');
        expect(spans).toBe(quote.normalize('NFKC').replace(/[\s-]/g, ''));
      }),
    );
  });
});
