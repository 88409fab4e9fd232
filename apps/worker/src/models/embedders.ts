import { Logger } from '@nestjs/common';
import type { Embedder } from '#llm';

/**
 * The embedders that this worker has: the preferred one, which new collections take, and the built-in one, which
 * collections made before a model was installed go on using.
 */
export class Embedders {
  private readonly log = new Logger('embedder');
  private readonly all: Map<string, Embedder>;
  private readonly missed = new Set<string>();

  constructor(
    readonly preferred: Embedder,
    others: Embedder[],
  ) {
    this.all = new Map([...others, preferred].map((embedder) => [embedder.id, embedder]));
  }

  byId(id: string): Embedder | null {
    return this.all.get(id) ?? null;
  }

  /** All of them, the preferred one first. */
  list(): Embedder[] {
    return [this.preferred, ...[...this.all.values()].filter(({ id }) => id !== this.preferred.id)];
  }

  /** The embedder for searching an index; null, which is logged once, when this worker lacks it. */
  toSearch(id: string): Embedder | null {
    const embedder = this.byId(id);
    if (!embedder && !this.missed.has(id)) {
      this.missed.add(id);
      this.log.warn(
        `this worker lacks the embedder ${id}: where it is needed, searches here go by words alone. ` +
          'Name its model in KOTAE_EMBEDDER.',
      );
    }
    return embedder;
  }

  async close(): Promise<void> {
    await Promise.all([...this.all.values()].map((embedder) => embedder.close()));
  }
}
