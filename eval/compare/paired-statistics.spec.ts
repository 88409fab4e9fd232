import * as fc from 'fast-check';
import { bootstrapInterval, mcnemarExact } from './paired-statistics.js';

function differences(gained: number, lost: number, same: number): number[] {
  const values = [1, -1, 0];
  return [gained, lost, same].flatMap((count, which) => Array.from({ length: count }, () => values[which]!));
}

describe('mcnemarExact', () => {
  it('is a two-sided sign test on the questions that differ', () => {
    // Binomial(10, ½): P(X ≤ 1) = 11 / 1,024.
    expect(mcnemarExact(1, 9)).toBeCloseTo(22 / 1024, 10);
    expect(mcnemarExact(0, 5)).toBeCloseTo(2 / 32, 10);
  });

  it('sees no difference where there is none', () => {
    expect(mcnemarExact(0, 0)).toBe(1);
    expect(mcnemarExact(7, 7)).toBe(1);
  });

  it('is a probability, whichever run comes first, also for thousands', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (one, other) => {
        const p = mcnemarExact(one, other);
        expect(p >= 0 && p <= 1).toBe(true);
        expect(mcnemarExact(other, one)).toBe(p);
      }),
    );
  });
});

describe('bootstrapInterval', () => {
  it('is close to the normal one where there are many questions', () => {
    // Of 1,000 questions 60 gained and 20 lost: mean 0.04, standard deviation √(0.08 − 0.04²) / √1000 = 0.00885.
    const [low, high] = bootstrapInterval(differences(60, 20, 920));
    expect(low).toBeCloseTo(0.04 - 1.96 * 0.00885, 2);
    expect(high).toBeCloseTo(0.04 + 1.96 * 0.00885, 2);
  });

  it('holds nothing where as much is gained as lost', () => {
    const [low, high] = bootstrapInterval(differences(10, 10, 100));
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  it('is nothing for equal runs', () => {
    expect(bootstrapInterval(differences(0, 0, 50))).toEqual([0, 0]);
  });
});
