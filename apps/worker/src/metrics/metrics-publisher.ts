import { workerMetricsKey, WORKER_STATUS_TTL } from '#contracts';
import { Registry } from 'prom-client';
import type { RedisConnections } from '../redis/connections.js';
import { AnswerMetrics } from './answer-metrics.js';
import { IngestMetrics } from './ingest-metrics.js';
import { WorkerGauges, type WorkerReading } from './worker-gauges.js';

const EVERY_MS = 4000;

/**
 * Publishes this worker's metrics in Redis, from where the API serves them with everybody else's: a worker has no port
 * of its own to be scraped at.
 */
export class MetricsPublisher {
  private readonly registry = new Registry();
  readonly answers = new AnswerMetrics(this.registry);
  readonly ingestion = new IngestMetrics(this.registry);
  private readonly gauges = new WorkerGauges(this.registry);
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly redis: RedisConnections,
    private readonly workerId: string,
    private readonly read: () => Promise<WorkerReading>,
  ) {}

  start(): void {
    this.publish();
    this.timer = setInterval(() => this.publish(), EVERY_MS);
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.redis.commands.del(workerMetricsKey(this.workerId)).catch(() => undefined);
  }

  private publish(): void {
    this.write().catch(() => undefined);
  }

  private async write(): Promise<void> {
    this.gauges.set(await this.read());
    const metrics = JSON.stringify(await this.registry.getMetricsAsJSON());
    await this.redis.commands.set(workerMetricsKey(this.workerId), metrics, 'EX', WORKER_STATUS_TTL);
  }
}
