/**
 * What a model's memory follows from. All of it stands in the header of its GGUF file; for models of the catalogue it
 * is known without the file.
 */
export interface ModelShape {
  layers: number;
  /** Length of the vector that stands for a token between the layers. */
  width: number;
  /** Length of the vector inside a feed-forward block; of all experts that work on one token together. */
  feedForward: number;
  /** Heads whose keys and values are cached. */
  keyValueHeads: number;
  /** Numbers in one key or value of one head. */
  headSize: number;
  /** Tokens in the vocabulary. */
  vocabulary: number;
  /** Longest context that the model computes rightly, in tokens. */
  contextSize: number;
  weights: {
    /** Bytes of the table of token vectors. It is only looked up, and llama.cpp always keeps it in RAM. */
    embedding: number;
    /** Bytes of the layers together. */
    layers: number;
    /** Bytes of the output matrix and what belongs to it. */
    output: number;
  };
}

/** Bytes of a whole model. */
export function weightBytes({ weights }: ModelShape): number {
  return weights.embedding + weights.layers + weights.output;
}
