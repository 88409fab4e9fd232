import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { DomainError, INDEX_CHANNEL } from '#contracts';
import type {
  CollectionsRepository,
  EmbedderChange,
  EmbedderChangesRepository,
  PassageEmbeddingsRepository,
  QuestionsRepository,
} from '#database';
import type { Embedder } from '#llm';
import type { Embedders } from '../models/embedders.js';
import type { RedisConnections } from '../redis/connections.js';
import { compareEmbedders } from './compare-embedders.js';
import { embedVersion } from './embed-version.js';

/** How often a worker looks for changes to work on. */
const EVERY_MS = 2000;
/** Embeddings removed by one statement. */
const CLEARED_AT_A_TIME = 5000;

/** What changing embedders is done with. */
export interface EmbedderChangerTools {
  changes: EmbedderChangesRepository;
  collections: Pick<CollectionsRepository, 'byId'>;
  embeddings: PassageEmbeddingsRepository;
  questions: Pick<QuestionsRepository, 'lately'>;
  embedders: Embedders;
  redis: Pick<RedisConnections, 'wake'>;
}

/**
 * Carries out the changes of collections' embedders: embeds beside the old vectors, compares, swaps, and removes the
 * old. Every step is idempotent and the row remembers the wish, so whichever worker finds a change without a master
 * takes it up, from where the one before it died.
 */
export class EmbedderChanger {
  private readonly log = new Logger('embedder');
  private readonly stopping = new AbortController();
  private readonly reported = new Map<string, string>();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly tools: EmbedderChangerTools) {}

  start(): void {
    this.running = this.keepRunning();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async keepRunning(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        for (const change of await this.tools.changes.unfinished()) await this.take(change);
      } catch (error) {
        if (!signal.aborted) this.report('all', String(error));
      }
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Brings one change as far as it can get, unless another worker is at it. */
  private async take(change: EmbedderChange): Promise<void> {
    const { changes } = this.tools;
    const { collectionId } = change;
    await changes.alone(collectionId, async () => {
      try {
        // The row may have moved on since it was listed.
        const now = await changes.of(collectionId);
        if (now) await this.advance(now);
        this.reported.delete(collectionId);
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        if (error instanceof DomainError && error.code === 'cancelled') return;
        const message = error instanceof Error ? error.message : String(error);
        this.report(collectionId, message);
        const info =
          error instanceof DomainError ? error.toInfo() : { code: 'internal_error' as const, message };
        const { done, total } = (await changes.of(collectionId)) ?? change;
        await changes.progress(change, { done, total, error: info });
      }
    });
  }

  private async advance(change: EmbedderChange): Promise<void> {
    const { changes, embedders, embeddings, redis } = this.tools;
    const { collectionId } = change;
    if (change.status === 'done' || change.status === 'cancelled') return this.clear(change);
    const embedder = embedders.byId(change.embedder.id);
    if (!embedder) {
      this.report(
        collectionId,
        `this worker lacks ${change.embedder.id}; a worker that has it must do the change`,
      );
      return;
    }
    const complete =
      change.status === 'ready' &&
      (await embeddings.versionsLacking(collectionId, embedder.id, null)).length === 0;
    if (!complete) await this.embedAll(change, embedder);
    if (change.status === 'embedding') await changes.ready(change, await this.compare(change, embedder));
    const ready = await changes.of(collectionId);
    if (ready?.status !== 'ready' || ready.swap !== 'automatic' || !(await changes.complete(ready))) return;
    this.log.log(`collection ${collectionId} now has the embedder ${embedder.id}`);
    redis.wake(INDEX_CHANNEL, collectionId);
  }

  /** Lets the embedder read everything that answers now, documents that come meanwhile included. */
  private async embedAll(change: EmbedderChange, embedder: Embedder): Promise<void> {
    const { changes, embeddings } = this.tools;
    const { collectionId } = change;
    const { signal } = this.stopping;
    const counts = await embeddings.count(collectionId, embedder.id);
    const report = async (): Promise<void> => {
      if (!(await changes.progress(change, counts))) throw new DomainError('cancelled', 'It was cancelled.');
    };
    await report();
    for (let last: string | null = null, found = true; found;) {
      const versions: string[] = await embeddings.versionsLacking(collectionId, embedder.id, last);
      for (const versionId of versions) {
        await embedVersion(versionId, embedder, {
          embeddings,
          signal,
          saved: (count) => {
            counts.done = Math.min(counts.done + count, counts.total);
            return report();
          },
        });
      }
      // At the end once more from the beginning: some may have been published behind us.
      found = versions.length > 0 || last !== null;
      last = versions.at(-1) ?? null;
    }
    Object.assign(counts, await embeddings.count(collectionId, embedder.id));
    await report();
  }

  private async compare({ collectionId, fromEmbedderId }: EmbedderChange, after: Embedder) {
    const before = fromEmbedderId === null ? null : this.tools.embedders.byId(fromEmbedderId);
    const { signal } = this.stopping;
    return before && compareEmbedders(collectionId, before, after, { ...this.tools, signal });
  }

  /** Removes embeddings that nothing will ask for any more. */
  private async clear(change: EmbedderChange): Promise<void> {
    const { changes, collections, embeddings } = this.tools;
    const collection = await collections.byId(change.collectionId);
    const kept = collection?.embedderId ? [collection.embedderId] : [];
    while ((await embeddings.removeOthers(change.collectionId, kept, CLEARED_AT_A_TIME)) > 0) {
      this.stopping.signal.throwIfAborted();
    }
    await changes.cleared(change);
  }

  /** Says a thing once, and not every two seconds. */
  private report(about: string, message: string): void {
    if (this.reported.get(about) === message) return;
    this.reported.set(about, message);
    this.log.warn(about === 'all' ? message : `collection ${about}: ${message}`);
  }
}
