import type { RetrieverScores, SearchHit, SearchOutcome } from '#contracts';
import type { LexicalResult } from '../lexical/lexical-index.js';
import type { VectorHit } from '../vector/vector-index.js';
import { fuse, type FusedHit } from './fuse.js';
import type { FusionWeights } from './fusion-weights.js';

/** Names the lexical retriever in outcomes. */
const LEXICAL_MODEL = 'bm25-words-bigrams';

/**
 * What both retrievers found as one ranking. Passages with more of the query's codes come before all others: an
 * embedding finds "PPR-9088" next to "PPR-9087", which is no answer to whoever asks for one of them.
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
  const codes = new Map(byWords.map((hit) => [hit.id, hit.codes ?? 0]));
  const codesOf = ({ id }: FusedHit): number => codes.get(id) ?? 0;
  const ranked = fused.toSorted((a, b) => codesOf(b) - codesOf(a));
  const hits: SearchHit[] = ranked.slice(0, k).map((hit, place) => ({
    passageId: hit.id,
    // scores stay with the places, so that they fall and still tell how far down the rankings a place lies
    score: fused[place]!.score,
    scores: scoresOf(bm25.get(hit.id), cosine.get(hit.id)),
    ...(codesOf(hit) > 0 && { codes: codesOf(hit) }),
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
