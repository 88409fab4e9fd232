import type { Readable } from 'node:stream';
import { DomainError } from '#contracts';

/** An original as it was stored. */
export interface StoredOriginal {
  sha256: string;
  /** Bytes. */
  size: number;
}

/**
 * Where originals are kept, addressed by their SHA-256: equal bytes are kept once, and a name that a client sent never
 * becomes a path. An original appears complete or not at all. (A class without a body, so that Nest can inject it.)
 */
export abstract class OriginalStore {
  /** Where it is, for people. */
  abstract readonly location: string;

  /**
   * Stores what a stream brings, and leaves nothing behind when that fails.
   *
   * @throws DomainError `payload_too_large`, `document_empty`, `storage_full`, `service_unavailable`.
   */
  abstract put(source: Readable): Promise<StoredOriginal>;

  /** Bytes of an original; null when it is not there. @throws DomainError `service_unavailable`. */
  abstract size(sha256: string): Promise<number | null>;

  /**
   * The bytes, or those from `start` to `end` (both inclusive, as in HTTP).
   *
   * @throws DomainError `document_not_found` when it is not there, `service_unavailable`.
   */
  abstract read(sha256: string, range?: { start: number; end: number }): Promise<Readable>;

  /**
   * Runs `work` with a path of this machine at which the original lies as long as it runs.
   *
   * @throws DomainError as `read` does, and `document_corrupt` when the bytes are not those of the hash any more.
   */
  abstract withFile<T>(sha256: string, work: (path: string) => Promise<T>): Promise<T>;

  /** Removes an original; one that is not there is removed already. @throws DomainError `service_unavailable`. */
  abstract remove(sha256: string): Promise<void>;

  /** Every original there is, in the order of their hashes, with the time of its last upload. @throws DomainError `service_unavailable`. */
  abstract list(): AsyncGenerator<StoredOriginal & { storedAt: Date }>;

  /** Whether it can be read and written. @throws DomainError `service_unavailable`, `storage_full` with the remedy. */
  abstract check(): Promise<void>;
}

/** The original of a row is not in the store. */
export function originalMissing(sha256: string): DomainError {
  return new DomainError(
    'document_not_found',
    `The original’s bytes (${sha256.slice(0, 12)}…) are not in the store any more. Upload the document again.`,
  );
}
