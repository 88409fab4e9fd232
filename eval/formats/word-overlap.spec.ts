import { wordOverlap } from './word-overlap.js';

describe('wordOverlap', () => {
  it('does not mind spaces, width and case', () => {
    expect(wordOverlap('旅費の上限 ＡＢＣ12', '旅費 の上限\nabc12')).toEqual({
      words: 6,
      found: 1,
      inOrder: 1,
    });
  });

  it('sees words that are missing, and words in another order', () => {
    expect(wordOverlap('one two', 'one two three four')).toMatchObject({ found: 0.5 });
    expect(wordOverlap('three four one two', 'one two three four')).toMatchObject({
      found: 1,
      inOrder: 2 / 3,
    });
  });

  it('takes an empty reference for held', () => {
    expect(wordOverlap('x', ' ')).toEqual({ words: 0, found: 1, inOrder: 1 });
  });
});
