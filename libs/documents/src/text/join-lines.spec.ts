import { collapseWhitespace, glueBetween, HARD_BREAK } from './join-lines.js';

describe('glueBetween', () => {
  it.each([
    ['English words', 'the', 'robot', ' '],
    ['Japanese', '就業', '規則', ''],
    ['Japanese before Latin', '様式', 'HR-14', ''],
    ['Korean, which has spaces', '안녕', '하세요', ' '],
    ['ideographs beyond the basic plane', 'abc', '𠮟る', ''],
    ['nothing', '', 'a', ''],
  ])('joins %s', (_, before, after, glue) => {
    expect(glueBetween(before, after)).toBe(glue);
  });
});

describe('collapseWhitespace', () => {
  it('treats a line break as a space, except next to Japanese', () => {
    expect(collapseWhitespace('  one\n  two\t three ')).toBe('one two three');
    expect(collapseWhitespace('一行目、\n  二行目 と三行目')).toBe('一行目、二行目 と三行目');
  });

  it('turns a hard break into a line break', () => {
    expect(collapseWhitespace(`Street 1 ${HARD_BREAK}\n  Town`)).toBe('Street 1\nTown');
  });
});
