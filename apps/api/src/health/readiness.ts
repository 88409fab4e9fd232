import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { FieldError } from '../http/problem.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { WorkerStatuses } from '../workers/worker-statuses.js';

/** How long a service may take to say that it is there. */
const TIMEOUT_MS = 2000;

/** Whether this process can do its work now, and if not, why. */
@Injectable()
export class Readiness {
  constructor(
    private readonly db: DataSource,
    private readonly redis: RedisConnections,
    private readonly workers: WorkerStatuses,
  ) {}

  /** What is missing; empty when nothing is. */
  async missing(): Promise<FieldError[]> {
    const checks = await Promise.all([
      this.check('postgres', () => this.db.query('select 1')),
      this.check('redis', () => this.redis.commands.ping()),
      this.check('worker:answer', () => this.worker('answer')),
      this.check('worker:ingest', () => this.worker('ingest')),
    ]);
    return checks.filter((check) => check !== null);
  }

  private async worker(role: 'answer' | 'ingest'): Promise<void> {
    const workers = await this.workers.alive();
    if (!workers.some((worker) => worker.roles.includes(role))) throw new NoWorker();
  }

  private async check(path: string, ask: () => Promise<unknown>): Promise<FieldError | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error()), TIMEOUT_MS)));
    try {
      await Promise.race([ask(), late]);
      return null;
    } catch (error) {
      return { path, message: error instanceof NoWorker ? 'no such worker is running' : 'does not answer' };
    } finally {
      clearTimeout(timer);
    }
  }
}

class NoWorker extends Error {}
