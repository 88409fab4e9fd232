import { checkVector } from './check-vector.js';
import { HnswGraph } from './hnsw-graph.js';
import type { PassageSet } from '../search/passage-set.js';
import { TimeSlice } from './time-slice.js';
import { VectorCache } from './vector-cache.js';

/** A passage and the cosine of its embedding to the query's, −1 … 1. */
export interface VectorHit {
  id: number;
  similarity: number;
}

/** Stands for a deleted point where {@link VectorIndex.write} lists passage ids. */
export const NO_ID = -1;
/**
 * What a point takes beside its components: in hnswlib 32 links of the base layer and their count, label, lock, lookup
 * and upper layers; here its passage's id and the way back. Measured: 1,773 bytes in all at 384 dimensions and a million.
 */
const POINT_BYTES = 290;
/** Deleted points cost memory and search time; above this share of a graph that is worth it, it is rebuilt. */
const MAX_DELETED_SHARE = 0.3;
const MIN_DELETED = 256;
/**
 * Passages up to this many are compared one by one when a search is confined to them. At 384 dimensions on two busy
 * cores 1,000 take 1.4 ms and 10,000 take 72 ms, once their vectors are at hand (180 ms and 1.8 s the first time, in
 * slices of 5 ms); asking a graph of 12,000 for more until 1 % of them pass takes 135 ms, and is not exact.
 */
const EXACT_UP_TO = 20_000;
/** Neighbours that the graph is asked for at most before passages are compared one by one after all. */
const MOST_NEIGHBOURS = 8192;

/**
 * Finds the passages nearest to an embedding, by HNSW. Passage ids come and go freely: the graph below sees only its
 * own labels, so an id may be removed and added again, and may be larger than hnswlib's 32 bits.
 */
export class VectorIndex {
  private readonly labels = new Map<number, number>();
  private readonly cache: VectorCache;

  private constructor(
    readonly dimensions: number,
    private graph: HnswGraph,
    private ids: number[],
  ) {
    this.cache = new VectorCache(dimensions);
    ids.forEach((id, label) => {
      if (id !== NO_ID) this.labels.set(id, label);
    });
  }

  static create(dimensions: number): VectorIndex {
    return new VectorIndex(dimensions, HnswGraph.create(dimensions), []);
  }

  /**
   * Reads what {@link write} wrote; the file must have been verified by its hash.
   *
   * @throws DomainError `snapshot_invalid`
   */
  static async load(path: string, dimensions: number, idsByLabel: number[]): Promise<VectorIndex> {
    const deleted = idsByLabel.filter((id) => id === NO_ID).length;
    const graph = await HnswGraph.load(path, { dimensions, count: idsByLabel.length, deleted });
    return new VectorIndex(dimensions, graph, idsByLabel);
  }

  /** Passages that a search can find. */
  get size(): number {
    return this.labels.size;
  }

  /** Bytes that the index takes. */
  get memory(): number {
    return this.graph.count * (POINT_BYTES + 4 * this.dimensions);
  }

  /** True when so many points are deleted that {@link compact} pays off. */
  get wantsCompaction(): boolean {
    return this.graph.deleted >= MIN_DELETED && this.graph.deleted > MAX_DELETED_SHARE * this.graph.count;
  }

  /**
   * Adds a passage; one with the same id is replaced. The zero vector is accepted and never found.
   *
   * @throws DomainError `embedder_mismatch` or `internal_error` when the vector is not usable.
   */
  add(id: number, vector: Float32Array): void {
    const usable = checkVector(vector, this.dimensions);
    const label = usable ? this.graph.add(vector) : undefined;
    this.remove(id);
    if (label === undefined) return;
    this.ids[label] = id;
    this.labels.set(id, label);
  }

  /** Removes a passage; does nothing when it is not there. */
  remove(id: number): void {
    const label = this.labels.get(id);
    if (label === undefined) return;
    this.graph.delete(label);
    this.ids[label] = NO_ID;
    this.labels.delete(id);
    this.cache.delete(id);
  }

  /**
   * The `k` nearest passages that `accepts` lets through, nearest first, equal ones by id. Rejected passages are
   * made up for by asking for more; a filter inside hnswlib would be called for every candidate it meets (7.9 ms a
   * search), and one that throws ends the process.
   */
  search(vector: Float32Array, k: number, accepts: (id: number) => boolean = () => true): VectorHit[] {
    return this.fromGraph(vector, k, accepts, Infinity) ?? [];
  }

  /**
   * The `k` nearest of the given passages, nearest first, equal ones by id. Up to 20,000 of them are compared one by
   * one, so that the result is exact however few of the index they are; more are looked for in the graph first. Rests
   * between pieces of the work; passages that are removed meanwhile may be missing.
   */
  async searchWithin(vector: Float32Array, k: number, within: PassageSet): Promise<VectorHit[]> {
    if (!checkVector(vector, this.dimensions)) return [];
    const found = within.size > EXACT_UP_TO ? this.fromGraph(vector, k, within.has, MOST_NEIGHBOURS) : null;
    return found ?? this.compareAll(vector, k, within);
  }

  /** Null when as many neighbours as may be asked for hold too few of the accepted passages. */
  private fromGraph(
    vector: Float32Array,
    k: number,
    accepts: (id: number) => boolean,
    mostNeighbours: number,
  ): VectorHit[] | null {
    if (!checkVector(vector, this.dimensions)) return [];
    for (let wanted = k; wanted <= mostNeighbours; wanted *= 4) {
      const neighbours = this.graph.search(vector, wanted);
      const hits = neighbours
        .map(({ label, similarity }) => ({ id: this.ids[label] ?? NO_ID, similarity }))
        .filter(({ id }) => id !== NO_ID && accepts(id));
      if (hits.length >= k || neighbours.length < wanted) return nearestOf(hits, k);
    }
    return null;
  }

  private async compareAll(vector: Float32Array, k: number, within: PassageSet): Promise<VectorHit[]> {
    const slice = new TimeSlice();
    const length = Math.hypot(...vector);
    const hits: VectorHit[] = [];
    for (const id of within) {
      const label = this.labels.get(id);
      if (label === undefined) continue;
      const stored = this.cache.get(id, () => this.graph.vector(label));
      let product = 0;
      for (let axis = 0; axis < stored.length; axis++) product += stored[axis]! * vector[axis]!;
      hits.push({ id, similarity: product / length });
      if (hits.length % 16 === 0) await slice.rest();
    }
    return nearestOf(hits, k);
  }

  /**
   * Writes the graph as it is at the time of the call. Searches go on; adding and removing throw meanwhile.
   *
   * @returns the passage id of every label in the file, {@link NO_ID} for deleted points: {@link load} needs them.
   */
  async write(path: string): Promise<number[]> {
    const idsByLabel = [...this.ids];
    await this.graph.write(path);
    return idsByLabel;
  }

  /**
   * Rebuilds the graph without its deleted points, in small steps beside the old one, which goes on answering and
   * changing; then swaps. A map's iteration also visits entries added meanwhile, so at its end nothing is missing.
   * Must not overlap another compaction.
   */
  async compact(signal?: AbortSignal): Promise<void> {
    const slice = new TimeSlice();
    const graph = HnswGraph.create(this.dimensions, this.labels.size);
    const ids: number[] = [];
    const copies = new Map<number, { oldLabel: number; newLabel: number }>();
    for (const [id, oldLabel] of this.labels) {
      const newLabel = graph.add(this.graph.vector(oldLabel));
      ids[newLabel] = id;
      const outdated = copies.get(id);
      if (outdated) dropCopy(outdated.newLabel);
      copies.set(id, { oldLabel, newLabel });
      await slice.rest();
      if (signal?.aborted) return;
    }
    for (const [id, { oldLabel, newLabel }] of copies) {
      if (this.labels.get(id) === oldLabel) this.labels.set(id, newLabel);
      else dropCopy(newLabel);
    }
    this.graph = graph;
    this.ids = ids;

    function dropCopy(label: number): void {
      graph.delete(label);
      ids[label] = NO_ID;
    }
  }
}

function nearestOf(hits: VectorHit[], k: number): VectorHit[] {
  return hits.sort((a, b) => b.similarity - a.similarity || a.id - b.id).slice(0, k);
}
