import { DomainError } from '#contracts';
import { CollectionsRepository, EmbedderChangesRepository, type EmbedderChange } from '#database';
import { Injectable } from '@nestjs/common';
import { WorkerStatuses } from '../workers/worker-statuses.js';
import type { CollectionEmbedderView, NewEmbedder } from './embedder.schema.js';
import { availableEmbedders, collectionEmbedderView } from './embedder.view.js';

/** Collections' embedders as their owners see and change them; workers do the work. */
@Injectable()
export class EmbeddersService {
  constructor(
    private readonly collections: CollectionsRepository,
    private readonly changes: EmbedderChangesRepository,
    private readonly workers: WorkerStatuses,
  ) {}

  /** @throws DomainError `collection_not_found` */
  async get(name: string): Promise<CollectionEmbedderView> {
    const collection = await this.collections.summary(name);
    const [change, workers] = await Promise.all([this.changes.of(collection.id), this.workers.alive()]);
    return collectionEmbedderView(collection, change, workers);
  }

  /**
   * Asks for a change of the collection's embedder.
   *
   * @throws DomainError `collection_not_found`; `embedder_mismatch` when no worker has that embedder; `conflict` when
   * the collection has it already or is being changed to another one.
   */
  async change(name: string, { embedder, swap }: NewEmbedder): Promise<EmbedderChange> {
    const { id } = await this.collections.byName(name);
    const available = availableEmbedders(await this.workers.alive());
    const named = available.filter((one) => one.id === embedder || one.id.startsWith(`${embedder}@`));
    const [wanted] = named;
    if (named.length === 1 && wanted) {
      return this.changes.request(id, { id: wanted.id, dimensions: wanted.dimensions }, swap);
    }
    const ids = available.map((one) => one.id).join(', ') || 'none';
    throw new DomainError(
      'embedder_mismatch',
      named.length === 0
        ? `No worker has the embedder "${embedder}". Name its model in KOTAE_EMBEDDER of a worker, beside the old one, and start it. Available: ${ids}.`
        : `"${embedder}" names ${named.length} embedders. Give the whole id. Available: ${ids}.`,
    );
  }

  /** @throws DomainError `collection_not_found`, or `conflict` when nothing is ready */
  async swap(name: string): Promise<EmbedderChange> {
    return this.changes.approve((await this.collections.byName(name)).id);
  }

  /** @throws DomainError `collection_not_found`, or `conflict` when no change is under way */
  async cancel(name: string): Promise<EmbedderChange> {
    return this.changes.cancel((await this.collections.byName(name)).id);
  }
}
