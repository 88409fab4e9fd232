/** A passage in a fused ranking. */
export interface FusedHit {
  id: number;
  score: number;
}

/**
 * Reciprocal-rank fusion (Cormack, Clarke, Büttcher 2009): every ranking gives each of its passages
 * `weight / (k0 + rank)`, ranks counted from 1, and the sums decide. Only ranks matter, so retrievers whose scores
 * have nothing in common can be united.
 *
 * @param rankings passage ids, best first, each id at most once.
 * @param weights of the rankings, in their order.
 * @param k0 flattens the head: with 60 (the paper's value) rank 1 is worth 1.6 % more than rank 2.
 * @returns every passage of every ranking, best first; equal scores in order of the first ranking that has them.
 */
export function fuse(
  rankings: readonly (readonly number[])[],
  weights: readonly number[],
  k0 = 60,
): FusedHit[] {
  const scores = new Map<number, number>();
  rankings.forEach((ranking, which) => {
    const weight = weights[which] ?? 0;
    ranking.forEach((id, index) => {
      scores.set(id, (scores.get(id) ?? 0) + weight / (k0 + index + 1));
    });
  });
  // Maps keep insertion order and sorting is stable: ties stay in the order of the rankings.
  return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score);
}
