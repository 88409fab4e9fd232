import { HELD_TTL, heldKey, lineageOf, type Lineage } from '#contracts';
import type { Generators } from '../models/generators.js';
import type { RedisConnections } from '../redis/connections.js';

/**
 * Tells the API what this worker's sequences hold of earlier prompts, so that a question that begins alike is offered to
 * it first. Best effort, as a wrong word costs its reader a fraction of a second.
 */
export class HeldPrefixes {
  private readonly said = new Set<string>();

  constructor(
    private readonly redis: RedisConnections,
    private readonly workerId: string,
    private readonly generators: Pick<Generators, 'all'>,
  ) {}

  /** The prompt of this question has just been computed here, which may have cost the place of another. */
  hold(question: Lineage): void {
    const lineage = lineageOf(question);
    if (lineage !== null) {
      this.said.add(lineage);
      this.redis.commands.set(heldKey(lineage), this.workerId, 'EX', HELD_TTL).catch(() => undefined);
    }
    void this.takeBack().catch(() => undefined);
  }

  /** Takes everything back: the worker is going. */
  async close(): Promise<void> {
    await Promise.all([...this.said].map((lineage) => this.withdraw(lineage)));
  }

  /** Takes back what no sequence holds any more. */
  private async takeBack(): Promise<void> {
    const said = [...this.said];
    const held = await Promise.all(
      this.generators.all.map((generator) => generator.held?.() ?? Promise.resolve([])),
    );
    const kept = new Set(held.flat());
    await Promise.all(said.filter((lineage) => !kept.has(lineage)).map((lineage) => this.withdraw(lineage)));
  }

  /** Unless another worker has said the same since. */
  private async withdraw(lineage: string): Promise<void> {
    this.said.delete(lineage);
    try {
      const holder = await this.redis.commands.get(heldKey(lineage));
      if (holder === this.workerId) await this.redis.commands.del(heldKey(lineage));
    } catch {
      // It expires by itself.
    }
  }
}
