import {
  DomainError,
  PULL_CANCEL_SECONDS,
  pullCancelKey,
  pullJobOptions,
  pullProgressSchema,
  type PullJob,
} from '#contracts';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Queues } from '../redis/queues.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { failureOf } from '../workers/failure-of.js';
import { CatalogueCalls } from './catalogue-calls.js';
import type { PullView } from './pull.schema.js';

/** Models on their way to a worker, and for a while those that have arrived or failed. */
@Injectable()
export class ModelPulls {
  constructor(
    private readonly queues: Queues,
    private readonly redis: RedisConnections,
    private readonly catalogue: CatalogueCalls,
  ) {}

  /** The newest first. */
  async list(): Promise<PullView[]> {
    const { pull } = this.queues;
    const views = new Map<string, PullView>();
    // In the order in which a job goes its way, and one after the other: one that moves on meanwhile is not missed.
    const stages = [
      ['waiting', ['wait', 'delayed']],
      ['running', ['active']],
      ['done', ['completed']],
      ['failed', ['failed']],
    ] as const;
    for (const [status, states] of stages) {
      for (const job of (await pull.getJobs([...states])) as (Job<PullJob> | undefined)[]) {
        // Removed between the list and the look at it.
        if (job) views.set(job.data.model, toView(job, status));
      }
    }
    return [...views.values()].sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
  }

  /**
   * Has a model fetched; one that is on its way already stays so.
   * @throws DomainError `model_not_found`, `worker_unavailable`, `conflict` (retryable) while it is being cancelled
   */
  async start(model: string): Promise<PullView> {
    await this.catalogue.require(model);
    const { pull } = this.queues;
    const known = await pull.getJob(model);
    const over = known?.finishedOn !== undefined;
    const cancelKey = pullCancelKey(model);
    if (known && !over && (await this.redis.commands.exists(cancelKey)) > 0) {
      throw new DomainError('conflict', `${model} is just being cancelled. Try again in a moment.`, {
        retryable: true,
      });
    }
    if (!known || over) {
      // A job that has ended keeps its id taken.
      if (over) await pull.remove(model);
      await this.redis.commands.del(cancelKey);
      await pull.add(pull.name, { model }, { ...pullJobOptions, jobId: model });
    }
    return this.one(model);
  }

  /**
   * Stops a pull within a second or two; what has arrived stays on the worker's disk. Of one that has ended, the
   * outcome is forgotten.
   * @throws DomainError `not_found`
   */
  async stop(model: string): Promise<void> {
    const { pull } = this.queues;
    if (!(await pull.getJob(model))) throw new DomainError('not_found', `${model} is not being fetched.`);
    if ((await pull.remove(model)) === 1) return;
    // A worker has it; only that worker can let go of it.
    await this.redis.commands.set(pullCancelKey(model), '1', 'EX', PULL_CANCEL_SECONDS);
  }

  private async one(model: string): Promise<PullView> {
    const found = (await this.list()).find((view) => view.model === model);
    if (found) return found;
    throw new DomainError('conflict', `${model} has been cancelled meanwhile.`, { retryable: true });
  }
}

function toView(job: Job<PullJob>, status: PullView['status']): PullView {
  const progress = pullProgressSchema.safeParse(job.progress);
  const error = status === 'failed' ? explain(job) : null;
  const cancelled = error?.code === 'cancelled';
  return {
    model: job.data.model,
    status: cancelled ? 'cancelled' : status,
    progress: progress.success ? progress.data : null,
    error: cancelled ? null : error,
    created_at: new Date(job.timestamp).toISOString(),
    finished_at: job.finishedOn === undefined ? null : new Date(job.finishedOn).toISOString(),
  };
}

function explain({ data, failedReason }: Job<PullJob>): NonNullable<PullView['error']> {
  const unforeseen = {
    code: 'internal_error' as const,
    message: `Fetching ${data.model} failed on its worker. Try again; its log has the reason.`,
  };
  return failureOf(failedReason) ?? unforeseen;
}
