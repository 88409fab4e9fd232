import { seededRandom } from './random.js';

/** Resamplings: enough for the ends of a 95 % interval to stand still in the second digit. */
const RESAMPLINGS = 10_000;
const SEED = 20_240_612;

/**
 * 95 % confidence interval of the mean difference, by the paired bootstrap: questions are drawn with replacement, each
 * with its difference, and the 2.5th and 97.5th percentile of the means taken (Efron and Tibshirani 1993, chapter 13).
 * The same differences give the same interval.
 */
export function bootstrapInterval(differences: readonly number[]): [number, number] {
  const { length } = differences;
  // Most questions fare the same in both runs: drawing the few others by their number is the same and much faster.
  const changed = differences.filter((difference) => difference !== 0);
  if (changed.length === 0) return [0, 0];
  const random = seededRandom(SEED);
  const means = new Float64Array(RESAMPLINGS);
  for (let round = 0; round < RESAMPLINGS; round++) {
    let sum = 0;
    for (let draw = 0; draw < length; draw++) {
      const place = random() * length;
      if (place < changed.length) sum += changed[place | 0]!;
    }
    means[round] = sum / length;
  }
  means.sort();
  return [means[Math.floor(0.025 * RESAMPLINGS)]!, means[Math.ceil(0.975 * RESAMPLINGS) - 1]!];
}

/**
 * Two-sided p-value that two runs are equally good at what a question either passes or fails, by McNemar's exact test:
 * of the questions that only one of them passed, half should be each one's.
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  const total = onlyFirst + onlySecond;
  if (total === 0) return 1;
  let tail = 0;
  let logTerm = -total * Math.log(2);
  for (let count = 0; count <= Math.min(onlyFirst, onlySecond); count++) {
    if (count > 0) logTerm += Math.log((total - count + 1) / count);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}
