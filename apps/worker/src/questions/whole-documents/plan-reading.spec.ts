import * as fc from 'fast-check';
import type { LaneInfo } from '#contracts';
import { planReading, type ReadingDemand } from './plan-reading.js';

const short: LaneInfo = { name: 'short', sequences: 4, contextSize: 4096 };
const long: LaneInfo = { name: 'long', sequences: 1, contextSize: 32_768 };
const demand = (costs: number[], more: Partial<ReadingDemand> = {}): ReadingDemand => ({
  lanes: [short],
  options: { context_tokens: null, max_tokens: 512 },
  fixed: 100,
  costs,
  worth: costs.map(() => 0),
  maxParts: 16,
  ...more,
});
const of = (count: number, cost: number): number[] => Array.from({ length: count }, () => cost);

describe('planReading', () => {
  it('puts everything into one prompt with the whole answer where a lane holds it', () => {
    expect(planReading(demand(of(10, 300)))).toEqual({
      parts: [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
      leftOut: [],
      answerTokens: 512,
    });
    expect(planReading(demand(of(90, 300), { lanes: [short, long] })).parts).toHaveLength(1);
  });

  it('reads in parts of the short lane what fits nowhere, each with a short answer', () => {
    const { parts, leftOut, answerTokens } = planReading(demand(of(20, 300)));
    expect(parts).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      [12, 13, 14, 15, 16, 17, 18, 19],
    ]);
    expect({ leftOut, answerTokens }).toEqual({ leftOut: [], answerTokens: 256 });
  });

  it('prefers parts of the short lane to those of the long one, as long as there are not too many', () => {
    const costs = of(150, 300);
    expect(planReading(demand(costs, { lanes: [short, long] })).parts).toHaveLength(13);
    expect(planReading(demand(costs, { lanes: [short, long], maxParts: 4 })).parts).toHaveLength(2);
  });

  it('reads the parts in which search found most when there are too many', () => {
    const worth = of(60, 0);
    worth[59] = 1;
    worth[30] = 2;
    const { parts, leftOut } = planReading(demand(of(60, 300), { worth, maxParts: 2 }));
    expect(parts.map((part) => part[0])).toEqual([24, 48]);
    expect(leftOut).toHaveLength(36);
  });

  it('puts no more into a prompt than the asker wants', () => {
    const options = { context_tokens: 1000, max_tokens: 512 };
    expect(planReading(demand(of(9, 300), { options })).parts).toHaveLength(3);
  });

  it('does not fill a lane beyond what small models read well', () => {
    const huge: LaneInfo = { ...long, contextSize: 131_072 };
    expect(planReading(demand(of(200, 300), { lanes: [huge] })).parts).toHaveLength(2);
  });

  it('refuses a question that leaves no room', () => {
    expect(() => planReading(demand([100], { fixed: 4000 }))).toThrow(/Shorten it/);
  });

  it('leaves out what alone is too long, and names it', () => {
    expect(planReading(demand([300, 5000, 300])).leftOut).toEqual([1]);
  });

  it('reads or names every passage once, in order, and fills no prompt beyond its lane', () => {
    const costs = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(costs, fc.integer({ min: 1, max: 20 }), fc.boolean(), (each, maxParts, hasLong) => {
        const lanes = hasLong ? [short, long] : [short];
        const plan = planReading(demand(each, { lanes, maxParts }));
        const places = [...plan.parts.flat(), ...plan.leftOut].sort((a, b) => a - b);
        expect(places).toEqual([...each.keys()]);
        expect(plan.parts.flat()).toEqual(plan.parts.flat().sort((a, b) => a - b));
        expect(plan.parts.length).toBeLessThanOrEqual(maxParts);
        const largest = lanes.at(-1)?.contextSize ?? 0;
        for (const part of plan.parts) {
          const tokens = part.reduce((sum, place) => sum + (each[place] ?? 0), 0);
          expect(100 + tokens + plan.answerTokens + 32).toBeLessThanOrEqual(largest);
        }
      }),
    );
  });
});
