import type { LaneInfo } from '#contracts';
import { planBudget } from './plan-budget.js';

const short: LaneInfo = { name: 'short', sequences: 4, contextSize: 4096 };
const long: LaneInfo = { name: 'long', sequences: 1, contextSize: 32_768 };
const asked = { context_tokens: null, max_tokens: 512 };

describe('planBudget', () => {
  it('gives the default evidence and the whole answer where both fit', () => {
    expect(planBudget([short, long], asked, 100, 50_000)).toEqual({ evidence: 3000, answer: 512 });
  });

  it('asks for no more evidence than there is', () => {
    expect(planBudget([short], asked, 100, 700)).toEqual({ evidence: 700, answer: 512 });
  });

  it('uses the long lane when the asker wants more context', () => {
    const budget = planBudget([short, long], { ...asked, context_tokens: 20_000 }, 100, 50_000);
    expect(budget).toEqual({ evidence: 20_000, answer: 512 });
  });

  it('uses the long lane when the question itself is long', () => {
    expect(planBudget([short, long], asked, 6000, 50_000)).toEqual({ evidence: 3000, answer: 512 });
  });

  it('shrinks evidence before it leaves the short lane', () => {
    const budget = planBudget([short], { ...asked, max_tokens: 1000 }, 500, 50_000);
    expect(budget).toEqual({ evidence: 4096 - 500 - 32 - 1000, answer: 1000 });
  });

  it('shortens an answer that would leave no room for evidence', () => {
    const budget = planBudget([short], { ...asked, max_tokens: 4096 }, 100, 50_000);
    expect(budget).toEqual({ evidence: 1000, answer: 4096 - 100 - 32 - 1000 });
  });

  it('never plans more than a lane holds', () => {
    for (const fixed of [1, 500, 3000, 4000, 4063]) {
      for (const max_tokens of [1, 512, 4096]) {
        const { evidence, answer } = planBudget([short], { context_tokens: null, max_tokens }, fixed, 10_000);
        expect(fixed + evidence + answer + 32).toBeLessThanOrEqual(4096);
        expect(answer).toBeGreaterThan(0);
      }
    }
  });

  it('refuses a question that no lane holds', () => {
    expect(() => planBudget([short], asked, 4090, 100)).toThrow(/Shorten it/);
  });
});
