import type { SearchOutcome } from '#contracts';
import type { SearchRequest } from '../search/search-passages.js';
import type { EmbedderIdentity } from '../snapshots/snapshot-state.js';
import type { WaitOptions } from './position-waiters.js';

/**
 * One collection's passages, searchable by words and by embedding, kept as its change log says. `IndexReplica` holds
 * them in this process, `StoredIndex` in a database that all workers share; what both promise is in
 * `test/support/search-index/contract.ts`.
 */
export interface SearchIndex {
  /** Whose embeddings the passages have; queries must be embedded by the same. */
  readonly embedder: EmbedderIdentity;

  readonly status: IndexStatus;

  /** Says that the log may have grown. */
  notify(): void;

  /**
   * Resolves once searches see everything up to position `seq` of the log.
   *
   * @throws DomainError `index_unavailable` (retryable) when that takes longer than `timeoutMs`, with the reason
   * why the log cannot be followed if there is one, or when the index is closed; `cancelled` on abort.
   */
  waitFor(seq: number, options: WaitOptions): Promise<void>;

  /**
   * The best passages for a query, as of one position of the log: every version is there whole or not at all.
   *
   * @throws DomainError `index_unavailable` (retryable) until the log's end has been reached once, and after
   * {@link close}; `embedder_mismatch` when the embedding has another size.
   */
  search(request: SearchRequest): Promise<SearchOutcome>;

  /** Saves what makes the next start quick. Returns where; null when there is nothing new to save. */
  writeSnapshot(): Promise<string | null>;

  /** Stops following the log. Safe to call twice. */
  close(): Promise<void>;
}

/** What an index holds, for health checks and metrics. */
export interface IndexStatus {
  /** Position in the change log up to which searches see everything. */
  applied: number;
  /** False until the log has been followed to its end once; searches are refused until then. */
  ready: boolean;
  versions: number;
  passages: number;
  /** Memory of this process that the index takes, in bytes; 0 for one that lives elsewhere. */
  memory: number;
  /** Why following the log failed last; null while it works. */
  error: string | null;
}
