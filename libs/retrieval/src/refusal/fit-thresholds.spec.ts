import * as fc from 'fast-check';
import { defaultThresholds, isOutside, isUnfounded } from './decide-refusal.js';
import { fitThresholds, type RefusalSample } from './fit-thresholds.js';

const sample = (answerable: boolean, of: Partial<RefusalSample>): RefusalSample => ({
  language: 'ja',
  coverage: 0,
  similarity: null,
  rerank: null,
  support: null,
  answerable,
  ...of,
});
/** `count` samples whose signal runs evenly from `from` to `to`. */
const spread = (
  answerable: boolean,
  count: number,
  signal: 'coverage' | 'similarity' | 'support',
  from: number,
  to: number,
  others: Partial<RefusalSample> = {},
): RefusalSample[] =>
  Array.from({ length: count }, (_, i) =>
    sample(answerable, { [signal]: from + ((to - from) * i) / (count - 1), ...others }),
  );

describe('fitThresholds', () => {
  it('separates what can be separated, with the lowest threshold that does', () => {
    const samples = [...spread(true, 50, 'coverage', 0.5, 0.9), ...spread(false, 50, 'coverage', 0, 0.4)];
    expect(fitThresholds(samples).ja).toEqual({ ...defaultThresholds.ja, coverage: 0.5 });
  });

  it('refuses no more of the answerable questions than it may', () => {
    const samples = [...spread(true, 101, 'coverage', 0, 1), ...spread(false, 100, 'coverage', 0, 0.999)];
    expect(fitThresholds(samples, { mostFalseRefusals: 0.1 }).ja.coverage).toBeCloseTo(0.1, 1);
    expect(fitThresholds(samples, { mostFalseRefusals: 0 }).ja.coverage).toBeLessThan(0.03);
  });

  it('uses meaning where words cannot tell the two apart', () => {
    const samples = [
      ...spread(true, 40, 'similarity', 0.6, 0.9, { coverage: 0.1 }),
      ...spread(false, 40, 'similarity', 0.1, 0.5, { coverage: 0.1 }),
    ];
    const { ja } = fitThresholds(samples);
    expect(ja.similarity).toBe(0.6);
    expect(ja.coverage).toBeGreaterThan(0.1);
  });

  it('fits what an answer must be founded on', () => {
    const samples = [...spread(true, 40, 'support', 0.7, 1), ...spread(false, 40, 'support', 0, 0.6)];
    expect(fitThresholds(samples).ja.support).toBe(0.7);
  });

  it('keeps the defaults of a language of which it has seen too little', () => {
    const few = [...spread(true, 19, 'coverage', 0.5, 0.9), ...spread(false, 50, 'coverage', 0, 0.4)];
    expect(fitThresholds(few)).toEqual(defaultThresholds);
  });

  it('keeps its bound on the very questions that it was fitted on, whatever they are', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const any = fc.record({
      language: fc.constantFrom<'ja' | 'en'>('ja', 'en'),
      coverage: share,
      similarity: share,
      rerank: fc.constant(null),
      support: share,
      answerable: fc.boolean(),
    });
    const bound = fc.constantFrom(0, 0.01, 0.05, 0.2);
    fc.assert(
      fc.property(fc.array(any, { minLength: 80, maxLength: 200 }), bound, (samples, mostFalseRefusals) => {
        const fitted = fitThresholds(samples, { mostFalseRefusals });
        for (const language of ['ja', 'en'] as const) {
          const inside = samples.filter((each) => each.answerable && each.language === language);
          const fitsDefaults = fitted[language] === defaultThresholds[language];
          const most = fitsDefaults ? inside.length : mostFalseRefusals * inside.length;
          expect(inside.filter((each) => isOutside(each, fitted)).length).toBeLessThanOrEqual(most);
          const unfounded = inside.filter(({ support }) => isUnfounded(support, language, fitted));
          expect(unfounded.length).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 40 },
    );
  });
});
