import { fuse } from './fuse.js';

const ids = (hits: { id: number }[]): number[] => hits.map(({ id }) => id);

describe('fuse', () => {
  it('adds up weight / (k0 + rank)', () => {
    expect(fuse([[7, 8], [8]], [1, 0.5], 60)).toEqual([
      { id: 8, score: 1 / 62 + 0.5 / 61 },
      { id: 7, score: 1 / 61 },
    ]);
  });

  it('puts what both rankings have above what only one has', () => {
    expect(
      ids(
        fuse(
          [
            [1, 2, 3],
            [4, 3, 5],
          ],
          [1, 1],
        ),
      )[0],
    ).toBe(3);
  });

  it('breaks ties in favour of the first ranking, always in the same way', () => {
    expect(
      ids(
        fuse(
          [
            [9, 5],
            [3, 1],
          ],
          [1, 1],
        ),
      ),
    ).toEqual([9, 3, 5, 1]);
  });

  it('keeps the order of a single ranking, and is empty for none', () => {
    expect(ids(fuse([[3, 1, 2]], [1]))).toEqual([3, 1, 2]);
    expect(fuse([[], []], [1, 1])).toEqual([]);
  });
});
