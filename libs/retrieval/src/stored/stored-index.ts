import { setTimeout } from 'node:timers/promises';
import type { SearchOutcome } from '#contracts';
import { Following } from '../replica/following.js';
import type { IndexLog } from '../replica/index-log.js';
import { LogFollower } from '../replica/log-follower.js';
import type { WaitOptions } from '../replica/position-waiters.js';
import type { ReplicaLogger } from '../replica/replica-options.js';
import { headingBeginning } from '../replica/version-headings.js';
import type { IndexStatus, SearchIndex } from '../replica/search-index.js';
import { fusionWeightsFor, type FusionWeights } from '../search/fusion-weights.js';
import { DEPTH, type SearchRequest } from '../search/search-passages.js';
import { unite } from '../search/unite.js';
import type { EmbedderIdentity } from '../snapshots/snapshot-state.js';
import { checkVector } from '../vector/check-vector.js';
import { TimeSlice } from '../vector/time-slice.js';
import type { PassageStore, StoreState } from './passage-store.js';
import { searchWords } from './search-words.js';
import { StepWriter } from './step-writer.js';

/** Pause before looking again whether another worker has finished the step that it is writing, in milliseconds. */
const WRITER_BUSY_MS = 50;

export interface StoredIndexOptions {
  collectionId: string;
  log: IndexLog;
  /** Whose embeddings the passages have. */
  embedder: EmbedderIdentity;
  store: PassageStore;
  /** How search unites words and embeddings; default: what is best for the embedder. */
  weights?: FusionWeights;
  logger?: ReplicaLogger;
  /** Milliseconds between looks at the log when nobody calls {@link StoredIndex.notify}; default 2,000. */
  pollMs?: number;
}

/**
 * One collection's passages in a database that all workers share. Every worker follows the change log; whoever comes
 * first writes the next step of it, each in one transaction, and the others see that it is done. Nothing has to be
 * loaded at start, and what a worker that dies had half written is gone with its transaction.
 */
export class StoredIndex implements SearchIndex {
  private readonly following: Following;
  private tending: Promise<void> | null = null;
  /** Whether the log has been seen to contain the position that the store had at start. */
  private confirmed = false;

  private constructor(
    private readonly options: StoredIndexOptions,
    private state: StoreState,
  ) {
    this.following = new Following({
      ...options,
      catchUp: (signal) => this.catchUp(signal),
      applied: () => this.state.reached?.seq ?? 0,
    });
  }

  /** Begins to follow the log. Resolves before its end is reached, so call {@link waitFor} before searching. */
  static async open(options: StoredIndexOptions): Promise<StoredIndex> {
    const index = new StoredIndex(options, await options.store.state());
    index.following.start();
    return index;
  }

  get embedder(): EmbedderIdentity {
    return this.options.embedder;
  }

  get status(): IndexStatus {
    return {
      applied: this.state.reached?.seq ?? 0,
      ready: this.following.ready,
      versions: this.state.versions,
      passages: this.state.passages,
      memory: 0,
      error: this.following.error,
    };
  }

  notify(): void {
    this.following.notify();
  }

  waitFor(seq: number, options: WaitOptions): Promise<void> {
    return this.following.waitFor(seq, options);
  }

  async search({ query, embedding, k, filter }: SearchRequest): Promise<SearchOutcome> {
    this.following.assertReady();
    const { embedder, store, weights = fusionWeightsFor(embedder.id) } = this.options;
    const hasDirection = embedding !== null && checkVector(embedding, embedder.dimensions);
    const depth = Math.max(k, DEPTH);
    const within = filter && {
      versions: filter.versions,
      headings: filter.heading === undefined ? undefined : headingBeginning(filter.heading),
    };
    return store.read(within, async (view) => {
      const byWords = await searchWords(view, query, depth);
      const byVector = hasDirection ? await view.nearest(embedding, depth) : [];
      return unite(byWords, embedding && byVector, { k, embedderId: embedder.id, weights });
    });
  }

  /** The store keeps itself. */
  async writeSnapshot(): Promise<null> {
    return null;
  }

  async close(): Promise<void> {
    await this.following.close();
    await this.tending;
  }

  private async catchUp(signal: AbortSignal): Promise<void> {
    const { log, store, collectionId, embedder } = this.options;
    await this.confirmPosition();
    for (;;) {
      signal.throwIfAborted();
      await this.refresh();
      const writer = new StepWriter(store, embedder.dimensions, this.state.reached, () => this.refresh());
      const follower = new LogFollower(writer, {
        log,
        collectionId,
        last: this.state.reached,
        onPublished: () => this.following.advanced(),
      });
      try {
        await follower.catchUp(new TimeSlice(), signal);
        break;
      } catch (error) {
        if (!writer.wasRefused) throw error;
        // Another worker is writing this step; it may also have died, and then it is ours after all.
        await setTimeout(WRITER_BUSY_MS, undefined, { signal });
      }
    }
    this.tend(signal);
  }

  private async refresh(): Promise<void> {
    this.state = await this.options.store.state();
    this.following.advanced();
  }

  /** What belongs to another history of the log (a database restored from a backup) must not be continued. */
  private async confirmPosition(): Promise<void> {
    if (this.confirmed) return;
    const { log, store, collectionId, logger } = this.options;
    const { reached } = await store.state();
    if (reached) {
      const [entry] = await log.read(collectionId, reached.seq - 1, 1);
      const isSame = entry?.seq === reached.seq && entry.op === reached.op;
      if (!isSame || entry.versionId !== reached.versionId) {
        logger?.warn(
          `The stored index of collection ${collectionId} does not continue in the change log; it is built anew.`,
        );
        await store.clear();
      }
    }
    this.confirmed = true;
  }

  private tend(signal: AbortSignal): void {
    this.tending ??= this.options.store
      .tend(signal)
      .catch((error: unknown) => {
        if (!signal.aborted)
          this.options.logger?.warn(`The stored index could not be tended: ${String(error)}`);
      })
      .finally(() => {
        this.tending = null;
      });
  }
}
