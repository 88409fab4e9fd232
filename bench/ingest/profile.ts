import type { Figure } from '../report/figure.js';

/** In the order of the pipeline, in words. */
const EFFORTS: [effort: string, what: string][] = [
  ['parse', 'reading the file'],
  ['cut', 'cutting into passages'],
  ['count', 'counting tokens'],
  ['embed', 'embedding'],
  ['save', 'saving and reading back'],
  ['index', 'publishing to the index'],
];

/** Where the time of the service went, as shares of it. */
export function profileOf(seconds: ReadonlyMap<string, number>): Figure[] {
  const whole = [...seconds.values()].reduce((sum, each) => sum + each, 0);
  return EFFORTS.map(([effort, what]) => ({
    name: `  of the time: ${what}`,
    value: (100 * (seconds.get(effort) ?? 0)) / whole,
    unit: '%',
  }));
}
