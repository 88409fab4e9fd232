import { HierarchicalNSW } from 'hnswlib-node';
import { DomainError } from '#contracts';
import { checkHnswFile } from './hnsw-file.js';

/** Outgoing links per point, and the beam while building: hnswlib's own defaults, 0.6 ms a point at 384 dimensions. */
const LINKS = 16;
const BUILD_BEAM = 200;
/**
 * Smallest beam of a search. hnswlib falls back to 10 on every load, which loses near neighbours. Recall@10 among a
 * million passages is 0.95 with 128, 0.99 with 256 (2.1 ms of CPU instead of 1.3), and no more with 800.
 */
const SEARCH_BEAM = 256;
const FIRST_CAPACITY = 1024;
const MAX_LABEL = 0xffff_ffff;

/** A point that a search found: its label and the cosine of its angle to the query. */
export interface Neighbour {
  label: number;
  similarity: number;
}

/**
 * One HNSW graph of hnswlib under the rules that keep it from crashing the process or answering wrongly: it numbers
 * its points itself (labels 0, 1, 2 … that are never used twice), grows before it is full, and refuses to change
 * while it is being written. Vectors are checked by the caller (`checkVector`).
 */
export class HnswGraph {
  private writing = false;

  private constructor(
    private readonly index: HierarchicalNSW,
    private next: number,
    private deletedCount: number,
  ) {
    index.setEf(SEARCH_BEAM);
  }

  /** An empty graph with room for `capacity` points; it grows when they are used up. */
  static create(dimensions: number, capacity = FIRST_CAPACITY): HnswGraph {
    const index = new HierarchicalNSW('cosine', dimensions);
    index.initIndex({
      maxElements: Math.max(capacity, FIRST_CAPACITY),
      m: LINKS,
      efConstruction: BUILD_BEAM,
    });
    return new HnswGraph(index, 0, 0);
  }

  /**
   * Reads a graph from a file whose hash the caller has verified; its structure is checked once more here, because
   * hnswlib does not compare dimensions and reads whatever it is given.
   *
   * @throws DomainError `snapshot_invalid` when the file does not hold `count` points of `dimensions` dimensions.
   */
  static async load(
    path: string,
    expected: { dimensions: number; count: number; deleted: number },
  ): Promise<HnswGraph> {
    await checkHnswFile(path, expected);
    // hnswlib gives a loaded empty graph no capacity at all.
    if (expected.count === 0) return HnswGraph.create(expected.dimensions);
    // Always into a new object: after a failed read the old graph's memory is freed but still pointed to.
    const index = new HierarchicalNSW('cosine', expected.dimensions);
    await index.readIndex(path);
    if (index.getCurrentCount() !== expected.count) {
      throw new DomainError(
        'snapshot_invalid',
        `The graph in ${path} has another number of points than recorded.`,
      );
    }
    return new HnswGraph(index, expected.count, expected.deleted);
  }

  /** Points ever added, the deleted ones included: also the label of the next point. */
  get count(): number {
    return this.next;
  }

  get deleted(): number {
    return this.deletedCount;
  }

  /** Adds a point and returns its label. Synchronous; about a millisecond in a large graph. */
  add(vector: ArrayLike<number>): number {
    this.assertNotWriting();
    if (this.next > MAX_LABEL)
      throw new DomainError('internal_error', 'The vector index has used up its labels.');
    const capacity = this.index.getMaxElements();
    if (this.next >= capacity) this.index.resizeIndex(Math.ceil(capacity * 1.5));
    const label = this.next;
    this.index.addPoint(Array.from(vector), label);
    this.next += 1;
    return label;
  }

  /** Hides a point from searches for good. It stays in memory and keeps its links until the graph is rebuilt. */
  delete(label: number): void {
    this.assertNotWriting();
    this.index.markDelete(label);
    this.deletedCount += 1;
  }

  /** The vector of a point that is not deleted. */
  vector(label: number): number[] {
    return this.index.getPoint(label);
  }

  /** The `k` nearest points that are not deleted, nearest first; fewer when there are fewer. */
  search(vector: ArrayLike<number>, k: number): Neighbour[] {
    const wanted = Math.min(k, this.next - this.deletedCount);
    if (wanted <= 0) return [];
    const { neighbors, distances } = this.index.searchKnn(Array.from(vector), wanted);
    return neighbors.map((label, rank) => ({ label, similarity: 1 - (distances[rank] ?? 1) }));
  }

  /**
   * Writes the graph to a file and checks that it is whole: hnswlib reports success for an unwritable path or a
   * full disk. Searches go on meanwhile; changes are refused, since hnswlib would mix them into the file.
   *
   * @throws DomainError `snapshot_invalid` when the file is not what was to be written.
   */
  async write(path: string): Promise<void> {
    this.assertNotWriting();
    this.writing = true;
    try {
      await this.index.writeIndex(path);
      await checkHnswFile(path, { dimensions: this.index.getNumDimensions(), count: this.next });
    } finally {
      this.writing = false;
    }
  }

  private assertNotWriting(): void {
    if (this.writing) {
      throw new DomainError('internal_error', 'The vector index must not change while it is being written.');
    }
  }
}
