import type { RetrieverScores, SearchHit, SearchOutcome } from '#contracts';
import type { LexicalIndex } from '../lexical/lexical-index.js';
import type { VectorIndex } from '../vector/vector-index.js';
import { fuse } from './fuse.js';
import type { FusionWeights } from './fusion-weights.js';

/** Candidates that each retriever contributes at least: a passage ranked low by both may still win together. */
const DEPTH = 100;
/** Names the lexical retriever in outcomes. */
const LEXICAL_MODEL = 'bm25-words-bigrams';

/** What is searched: both indexes hold the same passages, of which only those that `accepts` lets through count. */
export interface SearchableIndex {
  lexical: LexicalIndex;
  vectors: VectorIndex;
  accepts: (passageId: number) => boolean;
}

/** One search. Without an embedding (no embedder at hand) only words are searched. */
export interface SearchRequest {
  query: string;
  /** The query's embedding, by the embedder of the index. */
  embedding: Float32Array | null;
  /** Most hits wanted. */
  k: number;
}

/**
 * Searches by words (BM25) and by embedding (HNSW), and unites both rankings by reciprocal rank. The same index and
 * request give the same outcome, ties included.
 *
 * @throws DomainError `embedder_mismatch` when the embedding has not the index's dimensions.
 */
export function searchPassages(
  { lexical, vectors, accepts }: SearchableIndex,
  { query, embedding, k }: SearchRequest,
  embedderId: string,
  weights: FusionWeights,
): SearchOutcome {
  const depth = Math.max(k, DEPTH);
  const { hits: byWords, coverage } = lexical.search(query, depth, accepts);
  const byVector = embedding ? vectors.search(embedding, depth, accepts) : [];
  const fused = fuse(
    [byWords.map(({ id }) => id), byVector.map(({ id }) => id)],
    [weights.lexical, weights.vector],
  );
  const bm25 = new Map(byWords.map(({ id, score }) => [id, score]));
  const cosine = new Map(byVector.map(({ id, similarity }) => [id, similarity]));
  const hits: SearchHit[] = fused.slice(0, k).map(({ id, score }) => ({
    passageId: id,
    score,
    scores: scoresOf(bm25.get(id), cosine.get(id)),
  }));
  const retrievers: SearchOutcome['retrievers'] = [
    { name: 'lexical', model: LEXICAL_MODEL, weight: weights.lexical },
  ];
  if (embedding) retrievers.push({ name: 'vector', model: embedderId, weight: weights.vector });
  return { hits, retrievers, coverage };
}

function scoresOf(lexical: number | undefined, vector: number | undefined): RetrieverScores {
  return { ...(lexical !== undefined && { lexical }), ...(vector !== undefined && { vector }) };
}
