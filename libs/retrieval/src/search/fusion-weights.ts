/** How much each retriever's ranking counts in the fusion. */
export interface FusionWeights {
  lexical: number;
  vector: number;
}

/** For embeddings of a learned model: both rankings count the same, the usual choice for reciprocal-rank fusion. */
export const LEARNED_EMBEDDER_WEIGHTS: FusionWeights = { lexical: 1, vector: 1 };

/**
 * For hashed n-grams, which know words but no meaning. Counted equally they lower every measured score, so they only
 * add passages below those that share words with the query. The largest share of a vector hit, 0.002 / 61, is less
 * than the smallest step between two lexical ranks down to the 100th, 1 / 159 − 1 / 160.
 */
export const HASHED_EMBEDDER_WEIGHTS: FusionWeights = { lexical: 1, vector: 0.002 };
