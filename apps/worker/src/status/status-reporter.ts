import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { workerStatusKey, WORKER_STATUS_TTL, type WorkerStatus } from '#contracts';
import type { RedisConnections } from '../redis/connections.js';

const EVERY_MS = 4000;

/** A new worker's id. It starts with the host's name: a container's health check finds its own worker by it. */
export function newWorkerId(): string {
  return `${hostname()}-${randomUUID()}`;
}

/** Tells the API, through a key that expires, that this worker lives and what it can do. */
export class StatusReporter {
  private readonly startedAt = new Date().toISOString();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly redis: RedisConnections,
    private readonly id: string,
    private readonly describe: () => Omit<WorkerStatus, 'id' | 'started_at' | 'rss'>,
  ) {}

  start(): void {
    this.report();
    this.timer = setInterval(() => this.report(), EVERY_MS);
    // After a restart or a flush of Redis the API should not have to wait for the next turn.
    this.redis.commands.on('ready', () => this.report());
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.redis.commands.del(workerStatusKey(this.id)).catch(() => undefined);
  }

  private report(): void {
    const status: WorkerStatus = {
      ...this.describe(),
      id: this.id,
      started_at: this.startedAt,
      rss: process.memoryUsage.rss(),
    };
    this.redis.commands
      .set(workerStatusKey(this.id), JSON.stringify(status), 'EX', WORKER_STATUS_TTL)
      .catch(() => undefined);
  }
}
