import type { Passage } from '#contracts';
import type { Candidate } from './found.js';

/** How many of the best passages bring their neighbours along. */
export const WITH_NEIGHBOURS = 3;
/**
 * Score of a neighbour as a share of the best passage's: less than what words have found (by reciprocal rank the
 * hundredth of a ranking has 38 % of the first one's), so that it takes only room that these leave; more than what
 * nothing but the weak built-in embedder has found.
 */
const SHARE = 0.2;

/**
 * The candidates with the neighbours of the best ones among them, each where its score puts it. An answer often
 * begins in the passage with the question's words and ends in the next one, which need not have any of them.
 */
export function joinNeighbours(candidates: readonly Candidate[], neighbours: Iterable<Passage>): Candidate[] {
  const found = new Set(candidates.map(({ passage }) => passage.id));
  const score = SHARE * (candidates[0]?.hit.score ?? 0);
  const joined = [...neighbours]
    .filter(({ id }) => !found.has(id))
    .sort((a, b) => a.id - b.id)
    .map((passage): Candidate => ({ hit: { passageId: passage.id, score, scores: {} }, passage }));
  return [...candidates, ...joined].sort((a, b) => b.hit.score - a.hit.score);
}
