import type { Span } from '#contracts';
import { sentences, terms } from '#language';

/** A neighbouring sentence is quoted too when it raises the share of the claim that is found by at least this. */
const WORTH_A_SECOND = 0.2;

/**
 * The sentence of a passage, or two neighbouring ones, that has most of the claim's terms; rare ones within the
 * passage count more. Offsets are those of the passage's text. Without any common term it is the first sentence.
 */
export function supportingSpan(claim: string, passage: string): Span {
  const spans = sentences(passage);
  const found = spans.map(({ start, end }) => new Set(terms(passage.slice(start, end))));
  const weights = weigh(new Set(terms(claim)), found);
  const scores = found.map((_, index) => scoreOf(weights, found, index, index));
  const best = Math.max(0, scores.indexOf(Math.max(...scores)));
  let chosen: [number, number] = [best, best];
  let bestScore = (scores[best] ?? 0) + WORTH_A_SECOND;
  for (const [first, last] of [
    [best - 1, best],
    [best, best + 1],
  ] as const) {
    if (first < 0 || last >= spans.length) continue;
    const score = scoreOf(weights, found, first, last);
    if (score >= bestScore) [chosen, bestScore] = [[first, last], score + Number.EPSILON];
  }
  return { start: spans[chosen[0]]?.start ?? 0, end: spans[chosen[1]]?.end ?? passage.length };
}

/** Weights of the claim's terms that occur in the passage, which add up to 1. */
function weigh(claim: ReadonlySet<string>, found: readonly ReadonlySet<string>[]): Map<string, number> {
  const weights = new Map<string, number>();
  let total = 0;
  for (const term of claim) {
    const frequency = found.filter((sentence) => sentence.has(term)).length;
    if (frequency === 0) continue;
    const weight = Math.log(1 + found.length / frequency);
    weights.set(term, weight);
    total += weight;
  }
  for (const [term, weight] of weights) weights.set(term, weight / total);
  return weights;
}

function scoreOf(
  weights: ReadonlyMap<string, number>,
  found: readonly ReadonlySet<string>[],
  first: number,
  last: number,
): number {
  let score = 0;
  for (const [term, weight] of weights) {
    if (found[first]!.has(term) || found[last]!.has(term)) score += weight;
  }
  return score;
}
