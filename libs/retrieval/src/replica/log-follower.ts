import { DomainError } from '#contracts';
import type { TimeSlice } from '../vector/time-slice.js';
import type { FollowedIndex } from './followed-index.js';
import type { IndexLog, IndexLogEntry } from './index-log.js';

/** What a {@link LogFollower} reads, from where on, and whom it tells. */
export interface LogSource {
  log: IndexLog;
  collectionId: string;
  /** The newest entry that the index already contains; null when it is empty. */
  last: IndexLogEntry | null;
  /** Called synchronously whenever searches see more of the log. */
  onPublished: () => void;
  /** Entries read at once. */
  pageSize?: number;
}

const PAGE_SIZE = 1000;

/**
 * Brings an index up to its change log. A new version and the one that it replaces change places in one step, also
 * when the log's pages cut between their entries, and also when the new version has been replaced itself by the time
 * its passages are read: then the old one stays until the next one is there.
 */
export class LogFollower {
  /** The newest entry whose effect searches see; null when the log has not been read yet. */
  private last: IndexLogEntry | null;
  /** Removals that wait for the versions that come in their place. */
  private readonly removed = new Set<string>();
  /** Added versions whose passages were gone already: an entry that removes them must follow. */
  private readonly gone = new Set<string>();

  constructor(
    private readonly index: FollowedIndex,
    private readonly source: LogSource,
  ) {
    this.last = source.last;
  }

  /** Position in the log up to which searches see everything. */
  get applied(): number {
    return this.last?.seq ?? 0;
  }

  get lastEntry(): IndexLogEntry | null {
    return this.last;
  }

  /**
   * Applies the log up to its end as of now. When it fails, nothing half-done stays behind and it can be called
   * again; steps that were complete stay visible.
   */
  async catchUp(slice: TimeSlice, signal: AbortSignal): Promise<void> {
    const { log, collectionId, pageSize = PAGE_SIZE } = this.source;
    try {
      let reached = this.last;
      for (;;) {
        const page = await log.read(collectionId, reached?.seq ?? 0, pageSize);
        for (const [position, entry] of page.entries()) {
          signal.throwIfAborted();
          if (this.beginsStep(entry)) await this.publish(reached, slice);
          const rest = page.slice(position + 1);
          if (entry.op === 'remove') this.remove(entry.versionId);
          else await this.add(entry.versionId, rest, slice, signal);
          reached = entry;
        }
        const atEnd = page.length < pageSize;
        if (atEnd && (this.gone.size === 0 || page.length === 0)) return await this.publish(reached, slice);
      }
    } catch (error) {
      this.removed.clear();
      this.gone.clear();
      await this.index.unstage();
      if (!signal.aborted) await this.index.sweep(slice);
      throw error;
    }
  }

  /** An `add` begins a new step, unless what came before still waits for the version that takes its place. */
  private beginsStep({ op, versionId }: IndexLogEntry): boolean {
    return op === 'add' && (this.gone.size === 0 || this.removed.has(versionId));
  }

  private remove(versionId: string): void {
    this.gone.delete(versionId);
    this.removed.add(versionId);
  }

  private async add(
    versionId: string,
    rest: readonly IndexLogEntry[],
    slice: TimeSlice,
    signal: AbortSignal,
  ): Promise<void> {
    if (await this.index.holds(versionId)) return;
    const removedLater = rest.some((entry) => isRemovalOf(versionId, entry));
    const there = !removedLater && (await this.stage(versionId, slice, signal));
    if (!there) this.gone.add(versionId);
  }

  /** Stages all passages of a version; false when there are none. */
  private async stage(versionId: string, slice: TimeSlice, signal: AbortSignal): Promise<boolean> {
    const { log, collectionId } = this.source;
    const before = await log.head(collectionId);
    let there = false;
    for await (const batch of log.passages(versionId)) {
      signal.throwIfAborted();
      await this.index.stage(versionId, batch, slice);
      there = true;
    }
    if (there && (await this.wasRemovedSince(before, versionId))) {
      throw new DomainError('index_unavailable', `Version ${versionId} disappeared while it was read.`, {
        retryable: true,
      });
    }
    return there;
  }

  /** Whether a version that was there at position `before` may have lost passages while they were read. */
  private async wasRemovedSince(before: number, versionId: string): Promise<boolean> {
    const { log, collectionId, pageSize = PAGE_SIZE } = this.source;
    if ((await log.head(collectionId)) === before) return false;
    const later = await log.read(collectionId, before, pageSize);
    return later.length === pageSize || later.some((entry) => isRemovalOf(versionId, entry));
  }

  private async publish(reached: IndexLogEntry | null, slice: TimeSlice): Promise<void> {
    if (reached === null || reached === this.last) return;
    await this.index.publish(this.removed, reached);
    this.removed.clear();
    this.gone.clear();
    this.last = reached;
    this.source.onPublished();
    await this.index.sweep(slice);
  }
}

function isRemovalOf(versionId: string, entry: IndexLogEntry): boolean {
  return entry.op === 'remove' && entry.versionId === versionId;
}
