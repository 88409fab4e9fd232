import type { Candidate } from '../../search/found.js';

/** Documents that are read whole for one question at most, unless the asker names them. */
const MOST_DOCUMENTS = 5;
/** Share of the best document's score below which another one is not read. */
const WORTH_READING = 0.25;

/**
 * The documents that a question is about, the likeliest first: each counts the fused scores of all its passages that
 * were found, so that one with many good passages comes before one with a single better one. `named`: the asker has
 * chosen them, so that all that were found are read.
 */
export function chooseDocuments(candidates: readonly Candidate[], named: boolean): string[] {
  const scores = new Map<string, number>();
  for (const { hit, passage } of candidates) {
    scores.set(passage.documentId, (scores.get(passage.documentId) ?? 0) + hit.score);
  }
  const ranked = [...scores].sort(([, one], [, other]) => other - one);
  const best = ranked[0]?.[1] ?? 0;
  const chosen = named
    ? ranked
    : ranked.filter(([, score]) => score >= best * WORTH_READING).slice(0, MOST_DOCUMENTS);
  return chosen.map(([id]) => id);
}
