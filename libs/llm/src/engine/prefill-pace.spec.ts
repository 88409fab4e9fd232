import * as fc from 'fast-check';
import { PrefillPace, type Reading, sharePrefill, type Sharing } from './prefill-pace.js';

/** The chunk that a machine of this speed ends up with. */
function settle(tokensPerSecond: number, beside: 'reading' | 'answering' = 'reading') {
  const pace = new PrefillPace(512);
  for (let i = 0; i < 20; i++) {
    const chunk = pace.chunk(beside);
    pace.record(chunk, chunk, (chunk / tokensPerSecond) * 1000);
  }
  return pace.chunk(beside);
}

describe('PrefillPace', () => {
  it('settles on a third of a second of reading, on a quarter where answers stream', () => {
    expect(settle(400)).toBe(120);
    expect(settle(400, 'answering')).toBe(100);
  });

  it('takes less time where that is enough for a piece that is read at full speed', () => {
    expect(settle(600)).toBe(128);
    expect(settle(600, 'answering')).toBe(128);
    expect(settle(1500)).toBe(225);
  });

  it('reads whole batches on a fast machine, and never stops on a slow one', () => {
    expect(settle(50_000)).toBe(512);
    expect(settle(3)).toBe(16);
  });

  it('begins with little, and at most doubles it from step to step', () => {
    const pace = new PrefillPace(512);
    const chunks = Array.from({ length: 5 }, () => {
      const chunk = pace.chunk('reading');
      pace.record(chunk, chunk, 1);
      return chunk;
    });
    expect(chunks).toEqual([32, 64, 128, 256, 512]);
  });

  it('does not take slow steps between fast ones for a slow machine', () => {
    const pace = new PrefillPace(512);
    for (let i = 0; i < 12; i++) {
      const chunk = pace.chunk('reading');
      pace.record(chunk, chunk, i % 3 === 0 ? chunk * 3 : chunk * 20);
    }
    expect(pace.chunk('reading')).toBe(100);
  });

  it('reads on at a good pace where many answers take most of a step', () => {
    const pace = new PrefillPace(512);
    for (let i = 0; i < 40; i++) {
      const chunk = pace.chunk('answering', 240);
      pace.record(chunk, chunk, 240 + 2 * chunk, 240);
    }
    expect(pace.chunk('answering', 240)).toBe(120);
    // However long the answers take, prompts add no more than a step's usual time.
    expect(pace.chunk('answering', 2000)).toBe(125);
    expect(pace.chunk('answering', 50)).toBe(100);
  });

  it('learns nothing from a step that had little to read', () => {
    const pace = new PrefillPace(512);
    pace.record(2, 32, 1);
    expect(pace.chunk('reading')).toBe(32);
  });
});

const reading = (...tokens: number[]) => tokens.map((count) => ({ tokens: count, batch: false }));
const batch = (tokens: number) => ({ tokens, batch: true });
const share = (prompts: Reading[], chunk: number, changes: Partial<Sharing> = {}) =>
  sharePrefill(prompts, { chunk, oldestFirst: false, besideAnswers: false, ...changes });

describe('sharePrefill', () => {
  it('gives the shortest prompt all it needs and the next one the rest', () => {
    expect(share(reading(3000, 40, 2000), 104)).toEqual([0, 40, 64]);
  });

  it('gives the oldest prompt everything when it is its turn, even batch work', () => {
    expect(share(reading(3000, 40, 2000), 96, { oldestFirst: true })).toEqual([96, 0, 0]);
    expect(share([batch(50), ...reading(3000)], 98, { oldestFirst: true })).toEqual([50, 48]);
  });

  it('gives batch work what nobody waits for', () => {
    expect(share([batch(50), ...reading(3000), batch(50)], 96)).toEqual([0, 96, 0]);
    expect(share([batch(50), ...reading(20), batch(10)], 96)).toEqual([50, 20, 10]);
  });

  it('fills whole groups of 16 unless a prompt ends, with one more beside answers', () => {
    expect(share(reading(3000), 100)).toEqual([96]);
    expect(share(reading(3000), 96, { besideAnswers: true })).toEqual([97]);
    expect(share(reading(90), 100)).toEqual([90]);
    expect(share(reading(3000), 10)).toEqual([10]);
    expect(share([], 100)).toEqual([]);
  });

  it('never gives a prompt more than it needs, nor the step more than its batch holds, and leaves little', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ tokens: fc.integer({ min: 1, max: 5000 }), batch: fc.boolean() })),
        fc.integer({ min: 1, max: 512 }),
        fc.boolean(),
        fc.boolean(),
        (prompts, chunk, oldestFirst, besideAnswers) => {
          const shares = share(prompts, chunk, { oldestFirst, besideAnswers });
          const given = shares.reduce((sum, count) => sum + count, 0);
          const needed = prompts.reduce((sum, { tokens }) => sum + tokens, 0);
          expect(given).toBeLessThanOrEqual(chunk + (besideAnswers ? 1 : 0));
          expect(given).toBeGreaterThan(Math.min(chunk, needed) - 16);
          expect(shares.every((count, i) => count >= 0 && count <= prompts[i]!.tokens)).toBe(true);
          expect(oldestFirst ? shares[0] : 1).not.toBe(0);
        },
      ),
    );
  });
});
