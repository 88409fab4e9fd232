import { LRUCache } from 'lru-cache';

/** Memory for vectors that are at hand, of one index. */
const BYTES = 64 * 2 ** 20;
/** The cache makes room for all its entries at once: for 2 million short vectors that took half a second. */
const MOST = 50_000;

/**
 * Vectors as typed arrays. hnswlib gives its vectors out as JavaScript arrays only, 20 to 30 µs each at 384 dimensions,
 * while comparing one with a query takes 1 µs: filters that are used again, as those for a department are, find
 * theirs here.
 */
export class VectorCache {
  private readonly vectors: LRUCache<number, Float32Array>;

  constructor(dimensions: number) {
    const affordable = Math.floor(BYTES / (dimensions * Float32Array.BYTES_PER_ELEMENT));
    const max = Math.max(1, Math.min(MOST, affordable));
    this.vectors = new LRUCache({ max });
  }

  /** The passage's vector, which `read` gets when it is not at hand. */
  get(id: number, read: () => number[]): Float32Array {
    let vector = this.vectors.get(id);
    if (!vector) this.vectors.set(id, (vector = Float32Array.from(read())));
    return vector;
  }

  delete(id: number): void {
    this.vectors.delete(id);
  }
}
