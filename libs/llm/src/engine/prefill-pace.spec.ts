import * as fc from 'fast-check';
import { PrefillPace, sharePrefill } from './prefill-pace.js';

/** The chunk that a machine of this speed ends up with. */
const settle = (tokensPerSecond: number) => {
  const pace = new PrefillPace(512);
  for (let i = 0; i < 30; i++) pace.record(pace.chunk, (pace.chunk / tokensPerSecond) * 1000);
  return pace.chunk;
};

describe('PrefillPace', () => {
  it('settles on a quarter of a second of reading', () => {
    expect(settle(400)).toBeGreaterThanOrEqual(95);
    expect(settle(400)).toBeLessThanOrEqual(105);
  });

  it('reads whole batches on a fast machine, and never stops on a slow one', () => {
    expect(settle(50_000)).toBe(512);
    expect(settle(3)).toBe(16);
  });

  it('does not take one slow step for a slow machine', () => {
    const pace = new PrefillPace(512);
    for (let i = 0; i < 10; i++) pace.record(pace.chunk, i % 3 === 0 ? pace.chunk : 10 * pace.chunk);
    expect(pace.chunk).toBe(250);
  });

  it('learns nothing from a step that had little to read', () => {
    const pace = new PrefillPace(512);
    const before = pace.chunk;
    pace.record(2, 5);
    expect(pace.chunk).toBe(before);
  });
});

describe('sharePrefill', () => {
  it('gives the oldest prompt a quarter and the shortest the rest', () => {
    expect(sharePrefill([3000, 40, 2000], 100)).toEqual([25, 40, 35]);
  });

  it('gives a lone prompt everything', () => {
    expect(sharePrefill([3000], 100)).toEqual([100]);
    expect(sharePrefill([30], 100)).toEqual([30]);
    expect(sharePrefill([], 100)).toEqual([]);
  });

  it('never gives more than there is, to nobody more than it needs, and leaves nothing that is needed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5000 })),
        fc.integer({ min: 1, max: 512 }),
        (remaining, chunk) => {
          const shares = sharePrefill(remaining, chunk);
          const given = shares.reduce((sum, share) => sum + share, 0);
          const needed = remaining.reduce((sum, tokens) => sum + tokens, 0);
          expect(given).toBe(Math.min(chunk, needed));
          expect(shares.every((share, i) => share >= 0 && share <= (remaining[i] ?? 0))).toBe(true);
        },
      ),
    );
  });
});
