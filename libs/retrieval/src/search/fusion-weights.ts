/** How much each retriever's ranking counts in the fusion. */
export interface FusionWeights {
  lexical: number;
  vector: number;
}

/**
 * For embeddings of a learned model: both rankings count the same, the usual choice for reciprocal-rank fusion. It is
 * assumed, not measured: no weights of a learned embedder were at hand. `npm run eval -- run` compares words, vectors
 * and both on one's own questions, and `ReplicaOptions.weights` changes them.
 */
const LEARNED: FusionWeights = { lexical: 1, vector: 1 };

/**
 * For hashed n-grams, which know words but no meaning: they only add passages below those that share words with the
 * query. The largest share of a vector hit, 0.002 / 61, is less than the smallest step between two lexical ranks
 * down to the 100th, 1 / 159 − 1 / 160, so no lexical hit ever moves.
 *
 * Recall@1 of words alone and with vectors of weight 0.002, 0.02, 0.1 and 1: JSQuAD 92.1, 92.1, 91.9, 91.1, 87.7;
 * SQuAD 2.0 84.0, 84.0, 84.0, 83.0, 77.3; JaQuAD 86.2, 86.2, 86.0, 83.6, 76.8. At 5, 10 and 20 hits larger weights
 * gain at most 0.4 points on one set and lose on another.
 */
const HASHED: FusionWeights = { lexical: 1, vector: 0.002 };

/** The weights for an embedder, by its id. The built-in embedder's id begins with `hashed-`; all others are learned. */
export function fusionWeightsFor(embedderId: string): FusionWeights {
  return embedderId.startsWith('hashed-') ? HASHED : LEARNED;
}
