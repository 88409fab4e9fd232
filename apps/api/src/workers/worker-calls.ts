import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, QUEUE_PREFIX, type ErrorCode } from '#contracts';
import { Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { QueueEvents, type JobsOptions } from 'bullmq';
import { failureOf } from './failure-of.js';

/** How long closing the connection for events may take. */
const CLOSE_TIMEOUT_MS = 1000;

/** What calls go to, and how. */
export interface CallOptions {
  /** The queue that workers take the calls from. */
  queue: CallQueue;
  redisUrl: string;
  jobOptions: JobsOptions;
  /** Milliseconds after which nobody waits for an outcome any more. */
  timeoutMs: number;
  /** What workers do, for messages: `search`. */
  deed: string;
  /** The error of a call that failed on its worker in a way that nobody foresaw. */
  failure: ErrorCode;
}

interface CallQueue {
  readonly name: string;
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>;
  remove(jobId: string): Promise<unknown>;
}

interface Waiting<Result> {
  resolve: (result: Result) => void;
  reject: (error: Error) => void;
}

/**
 * Calls that a worker answers at once: sent as jobs, whose outcomes come back as events of the queue. The waiter is in
 * place before the job is: BullMQ's own `waitUntilFinished` asks afterwards and can find the job finished and gone.
 */
export class WorkerCalls<Call, Result> implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log: Logger;
  private readonly waiting = new Map<string, Waiting<Result>>();
  private readonly events: QueueEvents;

  constructor(private readonly options: CallOptions) {
    this.log = new Logger(options.deed);
    this.events = new QueueEvents(options.queue.name, {
      connection: { url: options.redisUrl, maxRetriesPerRequest: null },
      prefix: QUEUE_PREFIX,
    });
    this.events.on('error', () => undefined);
    this.events.on('completed', ({ jobId, returnvalue }) =>
      this.waiting.get(jobId)?.resolve(returnvalue as unknown as Result),
    );
    this.events.on('failed', ({ jobId, failedReason }) =>
      this.waiting.get(jobId)?.reject(this.explain(failedReason)),
    );
  }

  async onModuleInit(): Promise<void> {
    await this.events.waitUntilReady();
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const { reject } of this.waiting.values()) reject(unavailable('This server is stopping.'));
    // A connection that is just waiting to reconnect never confirms that it has closed.
    const closed = this.events.close().catch(() => undefined);
    await Promise.race([closed, sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
  }

  /** @throws DomainError `worker_unavailable` when no worker answers in time, or whatever the worker says. */
  async run(call: Call): Promise<Result> {
    const { queue, jobOptions, timeoutMs } = this.options;
    const jobId = randomUUID();
    const outcome = new Promise<Result>((resolve, reject) => this.waiting.set(jobId, { resolve, reject }));
    // Rejected before anybody awaits it when adding the job fails; that failure is reported instead.
    outcome.catch(() => undefined);
    const timer = setTimeout(() => this.giveUp(jobId), timeoutMs);
    try {
      await queue.add(queue.name, call, { ...jobOptions, jobId });
      return await outcome;
    } finally {
      clearTimeout(timer);
      this.waiting.delete(jobId);
    }
  }

  private giveUp(jobId: string): void {
    const { queue, deed } = this.options;
    this.waiting.get(jobId)?.reject(unavailable(`No worker answered the ${deed} in time.`));
    // Nobody waits for it any more; one that runs already cannot be removed and ends by itself.
    queue.remove(jobId).catch(() => undefined);
  }

  /** What a worker did not foresee is only for the log. */
  private explain(failedReason: string): DomainError {
    const info = failureOf(failedReason);
    if (info) return new DomainError(info.code, info.message);
    const { deed, failure } = this.options;
    this.log.warn(`A worker failed at a ${deed}: ${failedReason}`);
    return new DomainError(failure, `The ${deed} failed on its worker. Try again; its log has the reason.`);
  }
}

function unavailable(message: string): DomainError {
  return new DomainError('worker_unavailable', `${message} Try again soon.`, { retryable: true });
}
