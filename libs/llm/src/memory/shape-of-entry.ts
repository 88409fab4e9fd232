import type { GeneratorEntry } from '../models/catalogue-entry.js';
import type { ModelShape } from './model-shape.js';

/** Bits per weight of the token table and of the output matrix, as llama.cpp's quantiser chooses them. */
const BITS: Record<GeneratorEntry['quantisation'], { embedding: number; output: number }> = {
  q4_k_m: { embedding: 4.5, output: 6.5625 },
  f16: { embedding: 16, output: 16 },
};

/** The shape of a model of the catalogue, whether its file is here or not. */
export function shapeOfEntry({
  dimensions,
  quantisation,
  sizeBytes,
  contextSize,
}: GeneratorEntry): ModelShape {
  const table = dimensions.width * dimensions.vocabulary;
  const embedding = (table * BITS[quantisation].embedding) / 8;
  const output = (table * BITS[quantisation].output) / 8;
  return {
    ...dimensions,
    contextSize,
    weights: { embedding, layers: sizeBytes - embedding - output, output },
  };
}
