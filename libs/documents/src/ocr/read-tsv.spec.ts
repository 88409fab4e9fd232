import { readTsv } from './read-tsv.js';

const word = (block: number, text: string, confidence: number, page = 1) =>
  ['5', page, block, 1, 1, 1, 0, 0, 10, 10, confidence, text].join('\t');
const page = (number: number) => ['1', number, 0, 0, 0, 0, 0, 0, 100, 100, -1, ''].join('\t');

describe('readTsv', () => {
  it('joins words as their script is written, and keeps paragraphs apart', () => {
    const tsv = [
      'level\t…',
      page(1),
      word(1, 'Hello', 95),
      word(1, 'world', 93),
      word(2, '出', 90),
      word(2, '張', 90),
    ];
    expect(readTsv(tsv.join('\n'))[0]?.paragraphs).toEqual(['Hello world', '出張']);
  });

  it('drops specks, and pictures that were taken for text', () => {
    const tsv = ['level\t…', page(1), word(1, 'fine', 95), word(1, '~', 3), word(2, 'x|/', 30)];
    expect(readTsv(tsv.join('\n'))[0]?.paragraphs).toEqual(['fine']);
  });

  it('takes nothing from a page that is in another script, where every paragraph is doubtful', () => {
    const tsv = ['level\t…', page(1), word(1, 'UL・L', 48), word(2, '6で', 46)];
    expect(readTsv(tsv.join('\n'))).toMatchObject([{ paragraphs: [] }]);
  });

  it('weighs confidence by length, and keeps pages without text', () => {
    const tsv = ['level\t…', page(1), word(1, 'abc', 90), word(1, 'd', 50), page(2)];
    expect(readTsv(tsv.join('\n'))).toMatchObject([{ confidence: 80 }, { paragraphs: [], confidence: 0 }]);
  });
});
