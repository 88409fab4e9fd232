import type { LexicalIndex } from '../lexical/lexical-index.js';
import type { VersionHeadings } from '../replica/version-headings.js';
import type { VectorIndex } from '../vector/vector-index.js';

/** Names an embedder: vectors of different ids must never be compared. */
export interface EmbedderIdentity {
  id: string;
  dimensions: number;
}

/** The entry of the change log up to which a snapshot goes; the log must still have it when the snapshot is used. */
export interface SnapshotPosition {
  seq: number;
  op: 'add' | 'remove';
  versionId: string;
}

/** What a snapshot holds: one collection's passages at one position of its change log. */
export interface SnapshotState {
  position: SnapshotPosition;
  lexical: LexicalIndex;
  vectors: VectorIndex;
  headings: VersionHeadings;
  /** Every document version with the ids of its passages. */
  versions: Iterable<readonly [string, readonly number[]]>;
}

/** Whose snapshot it is: neither another collection's nor another embedder's is ever loaded. */
export interface SnapshotOwner {
  collectionId: string;
  embedder: EmbedderIdentity;
}
