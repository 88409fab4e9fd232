import { createHash } from 'node:crypto';
import type { EmbeddingInfo } from '../engine/protocol.js';

/** Everything that shapes an embedding model's vectors. */
export interface VectorShape extends EmbeddingInfo {
  /** SHA-256 of the model file. */
  sha256: string;
  queryPrefix: string;
  passagePrefix: string;
}

/**
 * The id under which a collection remembers its embedder, `name@fingerprint`. The fingerprint changes with whatever
 * changes the vectors, so that another file under the same name, or another prefix, is another embedder and never
 * searched with the old one's vectors. The version of llama.cpp is not part of it: its vectors stay comparable.
 */
export function embedderId(name: string, shape: VectorShape): string {
  const { sha256, queryPrefix, passagePrefix, pooling, dimensions, contextSize } = shape;
  const facts = [sha256, queryPrefix, passagePrefix, pooling, dimensions, contextSize];
  const fingerprint = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 12);
  return `${name}@${fingerprint}`;
}
