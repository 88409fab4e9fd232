import type { SearchOutcome } from '#contracts';
import { fusionWeightsFor } from '../search/fusion-weights.js';
import { searchPassages, type SearchRequest } from '../search/search-passages.js';
import { loadSnapshot, type LoadedSnapshot } from '../snapshots/load-snapshot.js';
import { savedPosition } from '../snapshots/saved-position.js';
import { removeSnapshots } from '../snapshots/snapshot-folders.js';
import type { EmbedderIdentity } from '../snapshots/snapshot-state.js';
import { writeSnapshot } from '../snapshots/write-snapshot.js';
import { TimeSlice } from '../vector/time-slice.js';
import { CollectionIndex } from './collection-index.js';
import { Following } from './following.js';
import { LogFollower } from './log-follower.js';
import { OneAtATime } from './one-at-a-time.js';
import type { WaitOptions } from './position-waiters.js';
import type { ReplicaOptions } from './replica-options.js';
import type { IndexStatus, SearchIndex } from './search-index.js';

/**
 * Collections up to this many passages are searched without the graph, in 1.5 ms: exactly, and so that the ranking does
 * not depend on the order in which documents came. A small graph loses points among many that are nearly the same.
 */
const COMPARED_ONE_BY_ONE = 1000;

/**
 * One collection's passages in memory, kept as its change log says: started from the newest verified snapshot, else
 * from the log's beginning, then followed for ever. The log is the truth; {@link notify} only saves waiting for the
 * next look at it. When the log cannot be read, that is tried again and again; callers hear of it from
 * {@link waitFor}.
 */
export class IndexReplica implements SearchIndex {
  private readonly following: Following;
  /** Following the log and writing snapshots take turns: the index must not change while it is written. */
  private readonly turns = new OneAtATime();
  private index: CollectionIndex;
  private follower: LogFollower;
  /** The snapshot that the index started from, until the log has been seen to contain its position. */
  private unconfirmed: LoadedSnapshot | null;
  private compaction: Promise<void> | null = null;

  private constructor(
    private readonly options: ReplicaOptions,
    snapshot: LoadedSnapshot | null,
  ) {
    this.unconfirmed = snapshot;
    this.index = snapshot
      ? CollectionIndex.restore(snapshot)
      : CollectionIndex.create(options.embedder.dimensions);
    this.follower = this.followerOf(snapshot);
    this.following = new Following({
      ...options,
      catchUp: (signal) => this.turns.run(() => this.catchUp(signal)),
      applied: () => this.follower.applied,
    });
  }

  /**
   * Loads the newest snapshot that can be verified and begins to follow the log. Resolves before the log's end is
   * reached, so call {@link waitFor} before searching.
   */
  static async open(options: ReplicaOptions): Promise<IndexReplica> {
    const snapshot = await loadSnapshot(options.snapshotFolder, options, (error) => {
      options.logger?.warn(error.message);
    });
    const replica = new IndexReplica(options, snapshot);
    replica.following.start();
    return replica;
  }

  get embedder(): EmbedderIdentity {
    return this.options.embedder;
  }

  get status(): IndexStatus {
    return {
      applied: this.follower.applied,
      ready: this.following.ready,
      versions: this.index.versions.size,
      passages: this.index.size,
      memory: this.index.memory,
      error: this.following.error,
    };
  }

  notify(): void {
    this.following.notify();
  }

  waitFor(seq: number, options: WaitOptions): Promise<void> {
    return this.following.waitFor(seq, options);
  }

  async search(request: SearchRequest): Promise<SearchOutcome> {
    this.following.assertReady();
    const { embedder, weights = fusionWeightsFor(embedder.id) } = this.options;
    const { lexical, vectors, accepts } = this.index;
    const isSmall = this.index.size <= COMPARED_ONE_BY_ONE;
    const within = request.filter || isSmall ? this.index.select(request.filter ?? {}) : undefined;
    return searchPassages({ lexical, vectors, accepts, within }, request, embedder.id, weights);
  }

  /**
   * Writes a snapshot of the index as it is; changes of the log wait meanwhile, searches do not.
   *
   * @returns the snapshot's folder; null when there is one of this position already, by whichever worker, or when the log has
   * given passages without their embeddings.
   * @throws DomainError `index_unavailable`, `snapshot_invalid` or `storage_full`.
   */
  async writeSnapshot(): Promise<string | null> {
    this.following.assertReady();
    return this.turns.run(async () => {
      const position = this.follower.lastEntry;
      const { snapshotFolder } = this.options;
      if (this.options.log.isWhole?.() === false) return null;
      if (!position || (await savedPosition(snapshotFolder, this.options)) >= position.seq) return null;
      const { lexical, vectors, headings, versions } = this.index;
      return writeSnapshot(snapshotFolder, this.options, {
        position,
        lexical,
        vectors,
        headings,
        versions,
      });
    });
  }

  /** Stops following; a snapshot that is being written is finished first. Safe to call twice. */
  async close(): Promise<void> {
    await this.following.close();
    await this.turns.idle();
    await this.compaction;
  }

  private followerOf(start: LoadedSnapshot | null): LogFollower {
    const { log, collectionId } = this.options;
    const last = start?.position ?? null;
    return new LogFollower(this.index, {
      log,
      collectionId,
      last,
      onPublished: () => this.following.advanced(),
    });
  }

  private async catchUp(signal: AbortSignal): Promise<void> {
    await this.confirmSnapshot();
    await this.follower.catchUp(new TimeSlice(), signal);
    this.compactIfWorthwhile();
  }

  /** A snapshot of another history (a database restored from a backup, or made anew) must not be continued. */
  private async confirmSnapshot(): Promise<void> {
    if (!this.unconfirmed) return;
    const { position, path } = this.unconfirmed;
    const { log, collectionId, embedder, logger, snapshotFolder } = this.options;
    const [entry] = await log.read(collectionId, position.seq - 1, 1);
    if (entry?.seq === position.seq && entry.op === position.op && entry.versionId === position.versionId)
      return;
    logger?.warn(`The index snapshot ${path} does not continue in the change log; the index is built anew.`);
    // Older ones share its history, and all would outrank the snapshots of the new one.
    await removeSnapshots(snapshotFolder, collectionId);
    this.unconfirmed = null;
    this.index = CollectionIndex.create(embedder.dimensions);
    this.follower = this.followerOf(null);
  }

  private compactIfWorthwhile(): void {
    if (this.compaction || !this.index.vectors.wantsCompaction) return;
    this.compaction = this.index.vectors
      .compact(this.following.signal)
      .catch((error: unknown) =>
        this.options.logger?.warn(`Compacting the index failed: ${messageOf(error)}`),
      )
      .finally(() => {
        this.compaction = null;
      });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
