import type { CollectionEntity } from '#database';
import type { Embedder } from '#llm';

/**
 * The embedders that this worker has: the preferred one, which new collections take, and the built-in one, which
 * collections made before a model was installed go on using.
 */
export class Embedders {
  private readonly all: Map<string, Embedder>;

  constructor(
    readonly preferred: Embedder,
    others: Embedder[],
  ) {
    this.all = new Map([...others, preferred].map((embedder) => [embedder.id, embedder]));
  }

  byId(id: string): Embedder | null {
    return this.all.get(id) ?? null;
  }

  /** The collection's embedder; null when this worker lacks it, or when nothing has been embedded yet. */
  of(collection: Pick<CollectionEntity, 'embedderId'>): Embedder | null {
    return collection.embedderId === null ? null : this.byId(collection.embedderId);
  }

  async close(): Promise<void> {
    await Promise.all([...this.all.values()].map((embedder) => embedder.close()));
  }
}
