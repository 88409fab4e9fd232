import { heldKey, lineageOf } from '#contracts';
import type { QuestionEntity } from '#database';
import { Injectable } from '@nestjs/common';
import { RedisConnections } from '../redis/redis-connections.js';
import { WorkerStatuses } from '../workers/worker-statuses.js';

/** Knows which worker holds the beginning of a question's prompt, by the workers' own account. */
@Injectable()
export class PreferredWorker {
  constructor(
    private readonly redis: RedisConnections,
    private readonly workers: WorkerStatuses,
  ) {}

  /** The worker's id; null when nobody living is known to hold it. */
  async of(question: QuestionEntity): Promise<string | null> {
    const lineage = lineageOf(question);
    if (lineage === null) return null;
    const holder = await this.redis.commands.get(heldKey(lineage));
    if (holder === null) return null;
    const alive = await this.workers.alive();
    return alive.some(({ id }) => id === holder) ? holder : null;
  }
}
