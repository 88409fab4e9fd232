import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DomainError,
  errorCodes,
  QUEUE_PREFIX,
  SEARCH_QUEUE,
  searchJobOptions,
  type ErrorCode,
  type SearchJob,
  type SearchJobResult,
} from '#contracts';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { QueueEvents } from 'bullmq';
import { CONFIG, type ApiConfig } from '../config.js';
import { Queues } from '../redis/queues.js';

/** How long closing the connection for events may take. */
const CLOSE_TIMEOUT_MS = 1000;

interface Waiting {
  resolve: (result: SearchJobResult) => void;
  reject: (error: Error) => void;
}

/**
 * Searches sent to a worker as jobs, whose outcomes come back as events of the queue. The waiter is in place before
 * the job is: BullMQ's own `waitUntilFinished` asks afterwards and can find the job finished and gone.
 */
@Injectable()
export class SearchJobs implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('search');
  private readonly waiting = new Map<string, Waiting>();
  private readonly events: QueueEvents;

  constructor(
    private readonly queues: Queues,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {
    this.events = new QueueEvents(SEARCH_QUEUE, {
      connection: { url: config.redisUrl, maxRetriesPerRequest: null },
      prefix: QUEUE_PREFIX,
    });
    this.events.on('error', () => undefined);
    this.events.on('completed', ({ jobId, returnvalue }) =>
      this.waiting.get(jobId)?.resolve(returnvalue as unknown as SearchJobResult),
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
  async run(job: SearchJob): Promise<SearchJobResult> {
    const jobId = randomUUID();
    const outcome = new Promise<SearchJobResult>((resolve, reject) =>
      this.waiting.set(jobId, { resolve, reject }),
    );
    // Rejected before anybody awaits it when adding the job fails; that failure is reported instead.
    outcome.catch(() => undefined);
    const timer = setTimeout(() => this.giveUp(jobId), this.config.timings.search);
    try {
      await this.queues.search.add(SEARCH_QUEUE, job, { ...searchJobOptions, jobId });
      return await outcome;
    } finally {
      clearTimeout(timer);
      this.waiting.delete(jobId);
    }
  }

  private giveUp(jobId: string): void {
    this.waiting.get(jobId)?.reject(unavailable('No worker answered the search in time.'));
    // Nobody waits for it any more; one that runs already cannot be removed and ends by itself.
    this.queues.search.remove(jobId).catch(() => undefined);
  }

  /** A worker passes a foreseen failure on as JSON of code and message; anything else is only for the log. */
  private explain(failedReason: string): DomainError {
    const info = parseErrorInfo(failedReason);
    if (info) return new DomainError(info.code, info.message);
    this.log.warn(`A worker failed to search: ${failedReason}`);
    return new DomainError(
      'index_unavailable',
      'The search failed on its worker. Try again; its log has the reason.',
    );
  }
}

function parseErrorInfo(text: string): { code: ErrorCode; message: string } | null {
  try {
    const { code, message } = JSON.parse(text) as { code?: unknown; message?: unknown };
    const known = errorCodes.find((candidate) => candidate === code);
    return known && typeof message === 'string' ? { code: known, message } : null;
  } catch {
    return null;
  }
}

function unavailable(message: string): DomainError {
  return new DomainError('worker_unavailable', `${message} Try again soon.`, { retryable: true });
}
