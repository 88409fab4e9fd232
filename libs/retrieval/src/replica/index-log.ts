import type { IndexedPassage } from '#contracts';

/** One change of a collection: all passages of a document version appear, or disappear. */
export interface IndexLogEntry {
  /** Position in the log; grows, with gaps. */
  seq: number;
  op: 'add' | 'remove';
  versionId: string;
}

/**
 * The change log that index replicas follow; the database implements it. What replicas rely on:
 *
 * - Within a collection, entries become readable in the order of `seq`: once 8 was read, no 7 can appear.
 * - When one version replaces another, `add` of the new one comes first and `remove` of the old one right after it.
 * - A version's passages never change, and they disappear in the same transaction that logs its `remove`.
 */
export interface IndexLog {
  /** Entries after `afterSeq`, ordered by `seq`, at most `limit`. */
  read(collectionId: string, afterSeq: number, limit: number): Promise<IndexLogEntry[]>;
  /** The newest position; 0 for an empty log. */
  head(collectionId: string): Promise<number>;
  /** The passages of a version in batches; nothing when the version is gone, a part when it goes meanwhile. */
  passages(versionId: string): AsyncIterable<IndexedPassage[]>;
  /**
   * False once a passage had to be given without its embedding, as the zero vector: searches by words find it, but an
   * index of it must not be kept. Absent where that cannot happen.
   */
  isWhole?(): boolean;
}
