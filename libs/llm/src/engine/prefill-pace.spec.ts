import * as fc from 'fast-check';
import { PrefillPace, sharePrefill } from './prefill-pace.js';

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
      pace.record(chunk, chunk, i % 3 === 0 ? chunk * 2 : chunk * 20);
    }
    expect(pace.chunk('reading')).toBe(150);
  });

  it('reads on at a good pace where many answers take most of a step', () => {
    const pace = new PrefillPace(512);
    for (let i = 0; i < 40; i++) {
      const chunk = pace.chunk('answering', 240);
      pace.record(chunk, chunk, 240 + chunk, 240);
    }
    expect(pace.chunk('answering', 240)).toBe(240);
    // However long the answers take, prompts add no more than a step's usual time.
    expect(pace.chunk('answering', 2000)).toBe(250);
    expect(pace.chunk('answering', 50)).toBe(200);
  });

  it('learns nothing from a step that had little to read', () => {
    const pace = new PrefillPace(512);
    pace.record(2, 32, 1);
    expect(pace.chunk('reading')).toBe(32);
  });
});

const reading = (...tokens: number[]) => tokens.map((count) => ({ tokens: count, batch: false }));

describe('sharePrefill', () => {
  it('gives the oldest prompt a quarter and the shortest the rest', () => {
    expect(sharePrefill(reading(3000, 40, 2000), 100)).toEqual([25, 40, 35]);
  });

  it('gives a lone prompt everything', () => {
    expect(sharePrefill(reading(3000), 100)).toEqual([100]);
    expect(sharePrefill(reading(30), 100)).toEqual([30]);
    expect(sharePrefill([], 100)).toEqual([]);
  });

  it('gives batch work what nobody waits for, and the oldest its quarter whatever it is', () => {
    const [batch, long] = [
      { tokens: 50, batch: true },
      { tokens: 3000, batch: false },
    ];
    expect(sharePrefill([batch, long, batch], 100)).toEqual([25, 75, 0]);
    expect(sharePrefill([batch, { ...long, tokens: 20 }, { ...batch, tokens: 10 }], 100)).toEqual([
      50, 20, 10,
    ]);
  });

  it('never gives more than there is, to nobody more than it needs, and leaves nothing that is needed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ tokens: fc.integer({ min: 1, max: 5000 }), batch: fc.boolean() })),
        fc.integer({ min: 1, max: 512 }),
        (prompts, chunk) => {
          const shares = sharePrefill(prompts, chunk);
          const given = shares.reduce((sum, share) => sum + share, 0);
          const needed = prompts.reduce((sum, { tokens }) => sum + tokens, 0);
          expect(given).toBe(Math.min(chunk, needed));
          expect(shares.every((share, i) => share >= 0 && share <= (prompts[i]?.tokens ?? 0))).toBe(true);
        },
      ),
    );
  });
});
