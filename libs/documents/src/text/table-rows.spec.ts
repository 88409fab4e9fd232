import { looksLikeHeader, tableRows } from './table-rows.js';

describe('tableRows', () => {
  it('names every value by its column', () => {
    expect(tableRows(['Code', 'Meaning:'], [['E-1', 'expired']])).toEqual(['Code: E-1; Meaning: expired']);
  });

  it('skips empty cells and writes values without a header alone', () => {
    expect(
      tableRows(
        ['', '単価'],
        [
          ['机', '38,000円'],
          ['椅子', ''],
        ],
      ),
    ).toEqual(['机; 単価: 38,000円', '椅子']);
    expect(tableRows(null, [['a', 'b', '']])).toEqual(['a; b']);
  });

  it('keeps a header that has no rows, and nothing of an empty table', () => {
    expect(tableRows(['Name', 'Phone'], [])).toEqual(['Name; Phone']);
    expect(tableRows(null, [['', '']])).toEqual([]);
  });
});

describe('looksLikeHeader', () => {
  it('accepts labels above values', () => {
    expect(
      looksLikeHeader([
        ['品名', '型番', '価格'],
        ['机', 'D-1', '38,000'],
      ]),
    ).toBe(true);
  });

  it('refuses a first row that holds numbers, gaps or repetitions', () => {
    expect(
      looksLikeHeader([
        ['2024', 'a'],
        ['2025', 'b'],
      ]),
    ).toBe(false);
    expect(
      looksLikeHeader([
        ['a', ''],
        ['b', '1'],
      ]),
    ).toBe(false);
    expect(
      looksLikeHeader([
        ['a', 'a'],
        ['b', '1'],
      ]),
    ).toBe(false);
    expect(looksLikeHeader([['a', 'b']])).toBe(false);
  });
});
