import type { IndexLogEntry } from '../replica/index-log.js';

/** What a {@link PassageStore} holds as of one position of the change log. */
export interface StoreState {
  /** The newest entry of the log that searches see; null before the first. */
  reached: IndexLogEntry | null;
  versions: number;
  passages: number;
  /** Sum of the passages' lengths in terms. */
  totalLength: number;
}

/** A passage as it is stored. */
export interface StoredPassage {
  id: number;
  /** Its terms, and how often it has each. */
  frequencies: ReadonlyMap<string, number>;
  /** How many terms it has. */
  length: number;
  /** Its headings as `foldedHeadings` gives them. */
  headings: string;
  /** Null for the zero vector, which is similar to nothing. */
  embedding: Float32Array | null;
}

/** A term of a query with the most that it can give a passage. */
interface WeighedTerm {
  term: string;
  weight: number;
}

/** Which passages may be found. */
interface StoreFilter {
  /** Versions that may be found; default all. */
  versions?: readonly string[] | undefined;
  /** What the passage's folded headings must contain; default nothing. */
  headings?: string | undefined;
}

/**
 * One consistent view of the store: whatever is written meanwhile, all its answers are of the same moment. The filter
 * confines candidates and neighbours; how rare a term is does not depend on it.
 */
export interface StoreView {
  state(): Promise<StoreState>;
  /** Whether the filter leaves so few passages that all of them can be looked at. */
  isNarrow(): Promise<boolean>;
  /** How many passages have each of the terms; terms that none has are absent. */
  passagesWith(terms: readonly string[]): Promise<Map<string, number>>;
  /**
   * The `limit` passages that have the heaviest of these terms, as if each occurred once: those whose sum of
   * `weight / (1 + fixed + perTerm × length)` is largest.
   */
  candidates(
    terms: readonly WeighedTerm[],
    norm: { fixed: number; perTerm: number },
    limit: number,
  ): Promise<number[]>;
  /** How often each of the passages has each of the terms; nothing for terms that it lacks. */
  frequencies(
    ids: readonly number[],
    terms: readonly string[],
  ): Promise<{ id: number; length: number; term: string; frequency: number }[]>;
  /** The `k` passages nearest to an embedding, nearest first, equal ones by id. */
  nearest(embedding: Float32Array, k: number): Promise<{ id: number; similarity: number }[]>;
}

/** One step of the log on its way into the store: unseen until {@link publish}. */
export interface StoreStep {
  holds(versionId: string): Promise<boolean>;
  stage(versionId: string, passages: readonly StoredPassage[]): Promise<void>;
  /** In one transaction: all staged versions appear, the removed ones disappear, the position is noted. */
  publish(removed: readonly string[], reached: IndexLogEntry): Promise<void>;
  /** Forgets what was staged. Never rejects. */
  abandon(): Promise<void>;
}

/** Where a `StoredIndex` keeps the passages of one collection: a database that all workers share. */
export interface PassageStore {
  state(): Promise<StoreState>;
  read<T>(filter: StoreFilter | undefined, search: (view: StoreView) => Promise<T>): Promise<T>;
  /**
   * Begins a step after `reached`. Null when another process is writing, or has written since: read
   * {@link state} again.
   */
  begin(reached: IndexLogEntry | null): Promise<StoreStep | null>;
  /** Drops all passages, for when the log has begun anew. */
  clear(): Promise<void>;
  /** Called when the log's end was reached; for upkeep that may take long, aside from everything else. */
  tend(signal: AbortSignal): Promise<void>;
}
