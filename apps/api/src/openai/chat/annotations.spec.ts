import type { Citation } from '#contracts';
import { annotate } from './annotations.js';

const citation = (marker: number, quote: string): Citation => ({
  marker,
  document_id: 'd',
  document: 'handbook.pdf',
  version: 2,
  page: 3,
  heading: 'Travel',
  start: 10,
  end: 10 + quote.length,
  quote,
  supported: true,
});

describe('annotate', () => {
  it('puts each citation where its own marker stands', () => {
    const text = 'First [1]. Second [2]. Third [1].';
    const annotations = annotate(text, [citation(1, 'a'), citation(2, 'b'), citation(1, 'c')]);
    expect(annotations.map(({ index, quote }) => [text.slice(index, index + 3), index, quote])).toEqual([
      ['[1]', 6, 'a'],
      ['[2]', 18, 'b'],
      ['[1]', 29, 'c'],
    ]);
    expect(annotations[0]).toMatchObject({
      type: 'file_citation',
      file_id: 'd',
      filename: 'handbook.pdf',
      page: 3,
    });
  });
});
