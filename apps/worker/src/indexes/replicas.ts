import { Logger } from '@nestjs/common';
import { INDEX_CHANNEL } from '#contracts';
import type { CollectionEntity, CollectionsRepository, IndexLogRepository } from '#database';
import type { SearchIndex } from '#retrieval';
import type { RedisConnections } from '../redis/connections.js';
import type { IndexHome } from './index-home.js';

/**
 * This worker's indexes, one per collection, opened at start or on first use. A message on the index channel only
 * makes an index look at the change log sooner; it would look by itself.
 */
export class Replicas {
  private readonly log = new Logger('index');
  private readonly open = new Map<string, Promise<SearchIndex>>();
  private readonly savedAt = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private saving: Promise<void> = Promise.resolve();

  constructor(
    private readonly collections: CollectionsRepository,
    private readonly changes: IndexLogRepository,
    private readonly redis: RedisConnections,
    private readonly home: IndexHome,
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
    const { id, embedderId, embedderDimensions } = collection;
    if (embedderId === null || embedderDimensions === null) return null;
    const existing = this.open.get(id);
    if (existing) return existing;
    const opening = this.home.open(id, { id: embedderId, dimensions: embedderDimensions });
    this.open.set(id, opening);
    // A replica that could not be opened must not stay as a rejection for ever: the next search tries again.
    opening.catch(() => this.open.delete(id));
    return opening;
  }

  /** The newest position of a collection's change log. */
  head(collectionId: string): Promise<number> {
    return this.changes.head(collectionId);
  }

  /** Resolves once every open replica has caught up with its log as of now. */
  async caughtUp(timeoutMs: number): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    for (const [id, opening] of this.open) {
      const replica = await opening;
      await replica.waitFor(await this.changes.head(id), { timeoutMs, signal });
    }
  }

  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.saving;
    await Promise.allSettled([...this.open.values()].map(async (opening) => (await opening).close()));
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
    const orphan = this.open.get(id);
    this.open.delete(id);
    await (await orphan)?.close();
    await this.home.remove(id);
    return null;
  }

  /** Snapshots what has changed since the last one; among workers that share the folder, one at a time. */
  private async saveSnapshots(): Promise<void> {
    await this.saving;
    for (const [id, opening] of this.open) {
      const replica = await opening;
      const { applied, ready } = replica.status;
      if (!ready || applied === 0 || applied === this.savedAt.get(id)) continue;
      const ours = await this.changes.withSnapshotLock(id, () => replica.writeSnapshot());
      if (ours) this.savedAt.set(id, applied);
    }
  }
}
