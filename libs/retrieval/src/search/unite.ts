import type { RetrieverScores, SearchHit, SearchOutcome } from '#contracts';
import type { LexicalResult } from '../lexical/lexical-index.js';
import type { VectorHit } from '../vector/vector-index.js';
import { fuse } from './fuse.js';
import type { FusionWeights } from './fusion-weights.js';

/** Names the lexical retriever in outcomes. */
const LEXICAL_MODEL = 'bm25-words-bigrams';

/**
 * What both retrievers found as one ranking.
 *
 * @param byVector null when there was no embedding to search with.
 */
export function unite(
  { hits: byWords, coverage }: LexicalResult,
  byVector: readonly VectorHit[] | null,
  { k, embedderId, weights }: { k: number; embedderId: string; weights: FusionWeights },
): SearchOutcome {
  const fused = fuse(
    [byWords.map(({ id }) => id), (byVector ?? []).map(({ id }) => id)],
    [weights.lexical, weights.vector],
  );
  const bm25 = new Map(byWords.map(({ id, score }) => [id, score]));
  const cosine = new Map((byVector ?? []).map(({ id, similarity }) => [id, similarity]));
  const hits: SearchHit[] = fused.slice(0, k).map(({ id, score }) => ({
    passageId: id,
    score,
    scores: scoresOf(bm25.get(id), cosine.get(id)),
  }));
  const retrievers: SearchOutcome['retrievers'] = [
    { name: 'lexical', model: LEXICAL_MODEL, weight: weights.lexical },
  ];
  if (byVector) retrievers.push({ name: 'vector', model: embedderId, weight: weights.vector });
  return { hits, retrievers, coverage };
}

function scoresOf(lexical: number | undefined, vector: number | undefined): RetrieverScores {
  return { ...(lexical !== undefined && { lexical }), ...(vector !== undefined && { vector }) };
}
