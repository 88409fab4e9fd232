import { HELD_TTL, heldKey, lineageOf, type Lineage } from '#contracts';
import { LRUCache } from 'lru-cache';
import type { RedisConnections } from '../redis/connections.js';

/**
 * Tells the API what this worker's sequences hold of earlier prompts, so that a question that begins alike is offered to
 * it first. As many as there are sequences, the latest: what came before has been overwritten. Best effort, as a wrong
 * word costs its reader a fraction of a second.
 */
export class HeldPrefixes {
  private readonly held: LRUCache<string, true>;

  constructor(
    private readonly redis: RedisConnections,
    private readonly workerId: string,
    sequences: number,
  ) {
    this.held = new LRUCache({
      max: Math.max(1, sequences),
      dispose: (_, lineage, reason) => {
        if (reason === 'evict') void this.withdraw(lineage);
      },
    });
  }

  /** The prompt of this question has just been computed here. */
  hold(question: Lineage): void {
    const lineage = lineageOf(question);
    if (lineage === null) return;
    this.held.set(lineage, true);
    this.redis.commands.set(heldKey(lineage), this.workerId, 'EX', HELD_TTL).catch(() => undefined);
  }

  /** Takes everything back: the worker is going. */
  async close(): Promise<void> {
    const lineages = [...this.held.keys()];
    this.held.clear();
    await Promise.all(lineages.map((lineage) => this.withdraw(lineage)));
  }

  /** Unless another worker has said the same since. */
  private async withdraw(lineage: string): Promise<void> {
    try {
      const holder = await this.redis.commands.get(heldKey(lineage));
      if (holder === this.workerId) await this.redis.commands.del(heldKey(lineage));
    } catch {
      // It expires by itself.
    }
  }
}
