import { workerMetricsKey, type WorkerStatus } from '#contracts';
import { StatusCountsRepository } from '#database';
import { Injectable } from '@nestjs/common';
import {
  AggregatorRegistry,
  Gauge,
  Registry,
  type MetricObjectWithValues,
  type MetricValue,
} from 'prom-client';
import { OpenWork } from '../http/open-work.js';
import { queueDepths } from '../queues/queue-depths.js';
import { queueNames } from '../queues/queue-names.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { WorkerStatuses } from '../workers/worker-statuses.js';

type Metrics = MetricObjectWithValues<MetricValue<string>>[];

/** What Prometheus is told: this process's own, the state of the queues and rows, and what workers say of themselves. */
@Injectable()
export class MetricsService {
  constructor(
    private readonly counts: StatusCountsRepository,
    private readonly redis: RedisConnections,
    private readonly workers: WorkerStatuses,
    private readonly openWork: OpenWork,
  ) {}

  /** Prometheus' text. What cannot be read just now is missing, and `kotae_up` says of what. */
  async text(): Promise<{ contentType: string; body: string }> {
    const registry = new Registry();
    const workers = await this.workers.alive().catch(() => null);
    const fromPostgres = await this.rows(registry);
    const fromWorkers = workers && (await this.ofQueuesAndWorkers(registry, workers).catch(() => null));
    const up = gauge(registry, 'kotae_up', 'Whether a part could be asked for its metrics', ['part']);
    up.set({ part: 'postgres' }, fromPostgres ? 1 : 0);
    up.set({ part: 'redis' }, fromWorkers ? 1 : 0);
    gauge(registry, 'kotae_open_streams', 'Event streams and waiting requests of this process').set(
      this.openWork.size,
    );
    gauge(registry, 'kotae_api_resident_bytes', 'Memory of this process').set(process.memoryUsage.rss());
    const own = (await registry.getMetricsAsJSON()) as Metrics;
    const all = AggregatorRegistry.aggregate([own, ...(fromWorkers ?? [])]);
    return { contentType: all.contentType, body: await all.metrics() };
  }

  private async rows(registry: Registry): Promise<boolean> {
    try {
      const { questions, documents } = await this.counts.read();
      const asked = gauge(registry, 'kotae_questions', 'Questions by status', ['status']);
      for (const [status, count] of Object.entries(questions)) asked.set({ status }, count);
      const ingested = gauge(registry, 'kotae_document_versions', 'Document versions by status', ['status']);
      for (const [status, count] of Object.entries(documents)) ingested.set({ status }, count);
      return true;
    } catch {
      return false;
    }
  }

  private async ofQueuesAndWorkers(registry: Registry, workers: WorkerStatus[]): Promise<Metrics[]> {
    const { commands } = this.redis;
    const jobs = gauge(registry, 'kotae_queue_jobs', 'Jobs by queue and state', ['queue', 'state']);
    for (const { queue, ...states } of await queueDepths(commands, await queueNames(commands, workers))) {
      for (const [state, count] of Object.entries(states)) jobs.set({ queue, state }, count);
    }
    const alive = gauge(registry, 'kotae_workers', 'Living workers by role', ['role']);
    for (const role of ['answer', 'ingest'] as const) {
      alive.set({ role }, workers.filter(({ roles }) => roles.includes(role)).length);
    }
    if (workers.length === 0) return [];
    const values = await commands.mget(workers.map(({ id }) => workerMetricsKey(id)));
    return values.flatMap((value, place) => {
      const worker = workers[place]?.id;
      return value === null || worker === undefined ? [] : [labelled(JSON.parse(value) as Metrics, worker)];
    });
  }
}

/** A worker's metrics under its name, so that counters of one that starts again do not look like a fall of the sum. */
function labelled(metrics: Metrics, worker: string): Metrics {
  return metrics.map((metric) => ({
    ...metric,
    values: metric.values.map((value) => ({ ...value, labels: { ...value.labels, worker } })),
  }));
}

function gauge<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: Label[] = [],
): Gauge<Label> {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}
