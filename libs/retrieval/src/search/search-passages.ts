import type { SearchOutcome } from '#contracts';
import type { LexicalIndex } from '../lexical/lexical-index.js';
import type { VectorIndex } from '../vector/vector-index.js';
import type { FusionWeights } from './fusion-weights.js';
import type { PassageSet } from './passage-set.js';
import { unite } from './unite.js';

/** Candidates that each retriever contributes at least: a passage ranked low by both may still win together. */
export const DEPTH = 100;

/**
 * What is searched: both indexes hold the same passages, of which only those that `accepts` lets through count, or,
 * where there is a filter, those `within` it.
 */
export interface SearchableIndex {
  lexical: LexicalIndex;
  vectors: VectorIndex;
  accepts: (passageId: number) => boolean;
  within?: PassageSet;
}

/** Which passages may be found; a `SearchFilter` whose documents have been looked up. */
export interface PassageFilter {
  /** Document versions that may be found; those that the index does not hold count for nothing. Default: all. */
  versions?: readonly string[];
  /** How one of the headings above the passage begins, in any case and width. Default: anything. */
  heading?: string;
}

/** One search. Without an embedding (no embedder at hand) only words are searched. */
export interface SearchRequest {
  query: string;
  /** The query's embedding, by the embedder of the index. */
  embedding: Float32Array | null;
  /** Most hits wanted. */
  k: number;
  filter?: PassageFilter;
}

/**
 * Searches by words (BM25) and by embedding (HNSW), and unites both rankings by reciprocal rank. The same index and
 * request give the same outcome, ties included. Hits and coverage are those of an index of nothing but the passages
 * that may be found, except that a word is as rare as it is in the whole index.
 *
 * @throws DomainError `embedder_mismatch` when the embedding has not the index's dimensions.
 */
export async function searchPassages(
  { lexical, vectors, accepts, within }: SearchableIndex,
  { query, embedding, k }: SearchRequest,
  embedderId: string,
  weights: FusionWeights,
): Promise<SearchOutcome> {
  const depth = Math.max(k, DEPTH);
  const { hits: byWords, coverage } = lexical.search(query, depth, within?.has ?? accepts);
  let byVector = null;
  if (embedding) {
    byVector = within
      ? await vectors.searchWithin(embedding, depth, within)
      : vectors.search(embedding, depth, accepts);
  }
  return unite({ hits: byWords, coverage }, byVector, { k, embedderId, weights });
}
