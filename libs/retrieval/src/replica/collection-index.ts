import { DomainError, type IndexedPassage } from '#contracts';
import { LexicalIndex } from '../lexical/lexical-index.js';
import { PassageSet } from '../search/passage-set.js';
import type { PassageFilter } from '../search/search-passages.js';
import type { LoadedSnapshot } from '../snapshots/load-snapshot.js';
import { TimeSlice } from '../vector/time-slice.js';
import { VectorIndex } from '../vector/vector-index.js';
import type { FollowedIndex } from './followed-index.js';
import { VersionHeadings } from './version-headings.js';

/** A passage's place in the lists of its version and of its headings. */
const PASSAGE_BYTES = 20;

/**
 * The passages of one collection in memory, searchable by words and by embedding.
 *
 * Putting a large document in takes seconds, and it must be seen whole or not at all. So there are two steps:
 * passages are *staged* in small pieces, in both indexes but hidden from searches, and then *published*: one
 * synchronous step shows the staged versions and hides the removed ones. What is hidden for good is swept out in
 * small pieces afterwards.
 */
export class CollectionIndex implements FollowedIndex {
  private readonly hidden = new Set<number>();
  private readonly staged = new Map<string, number[]>();
  private readonly condemned: number[] = [];

  private constructor(
    readonly lexical: LexicalIndex,
    readonly vectors: VectorIndex,
    readonly headings: VersionHeadings,
    private readonly published: Map<string, readonly number[]>,
  ) {}

  static create(dimensions: number): CollectionIndex {
    return new CollectionIndex(
      new LexicalIndex(),
      VectorIndex.create(dimensions),
      new VersionHeadings(),
      new Map(),
    );
  }

  /** Puts an index together from parts that belong together: exactly the passages of `versions`. */
  static restore({ lexical, vectors, headings, versions }: LoadedSnapshot): CollectionIndex {
    return new CollectionIndex(lexical, vectors, new VersionHeadings(new Map(headings)), new Map(versions));
  }

  /** The versions that searches see, with the ids of their passages. */
  get versions(): ReadonlyMap<string, readonly number[]> {
    return this.published;
  }

  /** Number of passages that searches see. */
  get size(): number {
    return this.lexical.size - this.hidden.size;
  }

  /** Bytes of this process's memory that the index takes, to a tenth or so. */
  get memory(): number {
    return this.lexical.memory + this.vectors.memory + this.size * PASSAGE_BYTES;
  }

  /** Whether the version is published or staged. */
  holds(versionId: string): boolean {
    return this.published.has(versionId) || this.staged.has(versionId);
  }

  /** Whether searches may return the passage. */
  readonly accepts = (passageId: number): boolean => !this.hidden.has(passageId);

  /** The published passages that a filter lets through. */
  select({ versions, heading }: PassageFilter): PassageSet {
    const selected = new PassageSet();
    for (const versionId of versions ?? this.published.keys()) {
      const ids = this.published.get(versionId);
      if (!ids) continue;
      if (heading === undefined) for (const id of ids) selected.add(id);
      else this.headings.forEachBelow(versionId, heading, (place) => selected.add(ids[place]!));
    }
    return selected;
  }

  /**
   * Adds passages of a version, hidden until {@link publish}. Rests between passages.
   *
   * @throws DomainError when a passage does not fit the index; {@link unstage} then cleans up.
   */
  async stage(versionId: string, passages: readonly IndexedPassage[], slice: TimeSlice): Promise<void> {
    const ids = this.staged.get(versionId) ?? [];
    this.staged.set(versionId, ids);
    for (const { id, searchText, heading, embedding } of passages) {
      if (this.lexical.has(id)) {
        throw new DomainError('internal_error', `Passage ${id} belongs to two document versions.`);
      }
      ids.push(id);
      this.hidden.add(id);
      this.headings.add(versionId, heading);
      this.lexical.add(id, searchText);
      this.vectors.add(id, embedding);
      await slice.rest();
    }
  }

  /** In one step: searches see all staged versions, and the removed ones no more. */
  publish(removed: Iterable<string>): void {
    for (const [versionId, ids] of this.staged) {
      this.published.set(versionId, ids);
      for (const id of ids) this.hidden.delete(id);
    }
    this.staged.clear();
    for (const versionId of removed) {
      this.condemn(this.published.get(versionId) ?? []);
      this.published.delete(versionId);
      this.headings.delete(versionId);
    }
  }

  /** Gives up what is staged; {@link sweep} removes it. */
  unstage(): void {
    for (const [versionId, ids] of this.staged) {
      this.condemn(ids);
      this.headings.delete(versionId);
    }
    this.staged.clear();
  }

  /** Takes passages that no search will see again out of memory. Rests between them. */
  async sweep(slice: TimeSlice): Promise<void> {
    for (let id = this.condemned.at(-1); id !== undefined; id = this.condemned.at(-1)) {
      this.lexical.remove(id);
      this.vectors.remove(id);
      this.hidden.delete(id);
      this.condemned.pop();
      await slice.rest();
    }
    if (this.lexical.wantsCompaction) await slice.run(this.lexical.compactInPieces());
  }

  private condemn(ids: readonly number[]): void {
    for (const id of ids) {
      this.hidden.add(id);
      this.condemned.push(id);
    }
  }
}
