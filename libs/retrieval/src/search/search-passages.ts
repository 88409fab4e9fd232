import type { SearchOutcome } from '#contracts';
import type { LexicalIndex } from '../lexical/lexical-index.js';
import type { VectorIndex } from '../vector/vector-index.js';
import type { FusionWeights } from './fusion-weights.js';
import { unite } from './unite.js';

/** Candidates that each retriever contributes at least: a passage ranked low by both may still win together. */
const DEPTH = 100;

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
  return unite({ hits: byWords, coverage }, embedding && byVector, { k, embedderId, weights });
}
