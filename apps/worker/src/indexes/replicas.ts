import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { INDEX_CHANNEL } from '#contracts';
import type {
  CollectionEntity,
  CollectionsRepository,
  EmbedderIdentity,
  IndexLogRepository,
} from '#database';
import type { IndexStatus, SearchIndex } from '#retrieval';
import type { RedisConnections } from '../redis/connections.js';
import type { IndexHome } from './index-home.js';
import { inMegabytes, type MemoryLimit } from './memory-limit.js';

/** Longest time that a timer can wait: a new index of a million passages takes what it takes. */
const AS_LONG_AS_IT_TAKES = 2 ** 31 - 1;
/** How long a replaced index stays open for searches that have begun with it; they give up after 10 s. */
const RETIRE_MS = 30_000;

/** The index that a collection is to be searched with. */
interface Wanted extends EmbedderIdentity {
  generation: number;
}

/** What this worker searches a collection with. */
interface Place {
  wanted: Wanted;
  current: Promise<SearchIndex>;
  /** While an index by the collection's new embedder is built beside it. */
  replacing: Promise<void> | null;
}

/**
 * This worker's indexes, one per collection, opened at start or on first use. A message on the index channel only
 * makes an index look at the change log sooner; it would look by itself.
 *
 * When a collection's embedder has changed, the index by the old one goes on answering until the one by the new one
 * has been built beside it. So no search waits, and each sees the embeddings of one embedder only.
 */
export class Replicas {
  private readonly log = new Logger('index');
  private readonly places = new Map<string, Place>();
  private readonly savedAt = new Map<string, number>();
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private saving: Promise<void> = Promise.resolve();
  private retiring: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly collections: CollectionsRepository,
    private readonly changes: IndexLogRepository,
    private readonly redis: RedisConnections,
    private readonly home: IndexHome,
    private readonly memory: MemoryLimit,
    private readonly snapshotMs: number,
  ) {}

  /** Opens a replica of every collection that has been embedded, and starts listening and taking snapshots. */
  async start(): Promise<void> {
    this.redis.subscriber.on('message', (channel: string, collectionId: string) => {
      if (channel === INDEX_CHANNEL) void this.notify(collectionId);
    });
    this.redis.subscriber.subscribe(INDEX_CHANNEL).catch(() => undefined);
    const ids = await this.collections.ids();
    await this.home.keepOnly(ids);
    for (const id of ids) await this.ofId(id);
    this.timer = setInterval(() => {
      this.saving = this.saveSnapshots().catch((error: unknown) =>
        this.log.warn(`snapshot: ${String(error)}`),
      );
    }, this.snapshotMs);
  }

  /** The collection's replica, or null while nothing in it has been embedded. */
  async get(collection: CollectionEntity): Promise<SearchIndex | null> {
    const wanted = wantedBy(collection);
    if (!wanted) return null;
    const place = this.places.get(collection.id) ?? this.place(collection.id, wanted);
    if (place.wanted.generation !== wanted.generation) {
      place.replacing ??= this.replace(collection.id, place)
        .catch((error: unknown) => this.log.warn(`collection ${collection.id}: ${String(error)}`))
        .finally(() => (place.replacing = null));
    }
    return place.current;
  }

  /** The newest position of a collection's change log. */
  head(collectionId: string): Promise<number> {
    return this.changes.head(collectionId);
  }

  /** Resolves once every open replica has caught up with its log as of now. */
  async caughtUp(timeoutMs: number): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    for (const [id, { current }] of this.places) {
      const index = await current;
      await index.waitFor(await this.changes.head(id), { timeoutMs, signal });
      const { passages, memory } = index.status;
      this.log.log(`collection ${id}: ${passages} passages, about ${inMegabytes(memory)} of memory`);
    }
    await this.checkMemory();
  }

  async close(): Promise<void> {
    this.closing.abort();
    if (this.timer) clearInterval(this.timer);
    await this.saving;
    const places = [...this.places.values()];
    for (const { replacing } of places) await replacing;
    await this.retiring;
    await Promise.allSettled(places.map(async ({ current }) => (await current).close()));
    await this.home.close();
  }

  private async notify(collectionId: string): Promise<void> {
    try {
      (await this.ofId(collectionId))?.notify();
    } catch (error) {
      this.log.warn(`collection ${collectionId}: ${String(error)}`);
    }
  }

  /** Opens or finds the replica of a collection; closes that of one that was deleted. */
  private async ofId(id: string): Promise<SearchIndex | null> {
    const collection = await this.collections.byId(id);
    if (collection) return this.get(collection);
    const orphan = this.places.get(id);
    this.places.delete(id);
    await (await orphan?.current)?.close();
    await this.home.remove(id);
    return null;
  }

  private place(id: string, wanted: Wanted): Place {
    const place = { wanted, current: this.open(id, wanted), replacing: null };
    this.places.set(id, place);
    // A replica that could not be opened must not stay as a rejection for ever: the next search tries again.
    place.current.catch(() => this.places.delete(id));
    return place;
  }

  /** Builds the replica by the collection's embedder beside the one in place, then puts it there. */
  private async replace(id: string, place: Place): Promise<void> {
    // The row that showed another generation may have been read before the replica in place was put there.
    const collection = await this.collections.byId(id);
    const wanted = collection && wantedBy(collection);
    if (!wanted || wanted.generation === place.wanted.generation) return;
    this.log.log(`collection ${id}: building the index by ${wanted.id} beside that by ${place.wanted.id}`);
    const next = await this.open(id, wanted);
    try {
      const { signal } = this.closing;
      await next.waitFor(await this.changes.head(id), { timeoutMs: AS_LONG_AS_IT_TAKES, signal });
    } catch (error) {
      await next.close();
      if (this.closing.signal.aborted) return;
      throw error;
    }
    const old = place.current;
    place.current = Promise.resolve(next);
    place.wanted = wanted;
    this.savedAt.delete(id);
    this.log.log(`collection ${id}: searches use the index by ${wanted.id} from now on`);
    this.retiring = Promise.all([this.retiring, this.retire(await old)]);
    if (this.places.get(id) !== place) await next.close();
  }

  private async retire(index: SearchIndex): Promise<void> {
    await sleep(RETIRE_MS, undefined, { signal: this.closing.signal, ref: false }).catch(() => undefined);
    await index.close();
  }

  private open(collectionId: string, { generation, ...embedder }: Wanted): Promise<SearchIndex> {
    return this.home.open(collectionId, embedder, generation);
  }

  /** Snapshots what has changed since the last one; among workers that share the folder, one at a time. */
  private async saveSnapshots(): Promise<void> {
    await this.saving;
    for (const [id, { current }] of this.places) {
      const index = await current;
      const { applied, ready } = index.status;
      if (!ready || applied === 0 || applied === this.savedAt.get(id)) continue;
      const ours = await this.changes.withSnapshotLock(id, () => index.writeSnapshot());
      if (ours) this.savedAt.set(id, applied);
    }
    await this.checkMemory();
  }

  /** How the indexes that are open stand, by collection. */
  async statuses(): Promise<Map<string, IndexStatus>> {
    const statuses = new Map<string, IndexStatus>();
    for (const [id, { current }] of this.places) statuses.set(id, (await current).status);
    return statuses;
  }

  private async checkMemory(): Promise<void> {
    this.memory.check(await this.statuses());
  }
}

function wantedBy(collection: CollectionEntity): Wanted | null {
  const { embedderId, embedderDimensions, indexGeneration: generation } = collection;
  if (embedderId === null || embedderDimensions === null) return null;
  return { id: embedderId, dimensions: embedderDimensions, generation };
}
