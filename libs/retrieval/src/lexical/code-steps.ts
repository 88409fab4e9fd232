import type { LexicalHit } from './top-hits.js';

/** What a code of the query adds to a passage's score while it is ranked: more than all words together ever do. */
export const CODE_STEP = 2 ** 24;

/** Tells the codes and the BM25 score of a ranked hit apart. */
export function withoutSteps({ id, score }: LexicalHit): LexicalHit {
  const codes = Math.floor(score / CODE_STEP);
  return codes === 0 ? { id, score } : { id, score: score - codes * CODE_STEP, codes };
}
