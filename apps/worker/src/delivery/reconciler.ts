import { Logger } from '@nestjs/common';
import type { ErrorInfo } from '#contracts';
import type { Queue } from 'bullmq';

/** An open row as a reconciler sees it. */
export interface OpenRow {
  id: string;
  /** Whether an attempt has begun that is not known to have ended. */
  begun: boolean;
  dispatches: number;
}

/** One kind of work whose rows are kept in step with their jobs. */
export interface Reconcilable<Row extends OpenRow = OpenRow> {
  /** Queues in which the row's job may be, by the row's id. */
  queuesOf(row: Row): Queue[];
  takeUndispatched(olderThanMs: number, limit: number): Promise<Row[]>;
  /** Asked once no job was found: the row may have reached its end in between. */
  isOpen(id: string): Promise<boolean>;
  /** Adds a job for the row: to quarantine when an attempt had begun, as nobody knows how it ended. */
  dispatch(row: Row): Promise<void>;
  fail(row: Row, error: ErrorInfo): Promise<unknown>;
}

/** Dispatches after which a row is given up: something undoes its job again and again. */
const MAX_DISPATCHES = 50;
const BATCH = 500;

/**
 * Makes sure that every open row has a job. PostgreSQL is the truth and Redis may lose anything at any time: a row
 * that was accepted while Redis was away, or whose job was flushed, is queued (again) here.
 */
export class Reconciler {
  private readonly log = new Logger('reconciler');
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly kinds: Reconcilable[],
    private readonly options: { everyMs: number; olderThanMs: number },
  ) {}

  start(): void {
    this.timer = setInterval(() => this.run(), this.options.everyMs);
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  /** Looks now, and soon again at rows that are too young for it now; several calls run one after the other. */
  run(olderThanMs = this.options.olderThanMs): void {
    this.running = this.running
      .then(() => this.reconcile(olderThanMs))
      .catch((error: unknown) => this.log.warn(`will look again: ${String(error)}`));
  }

  private async reconcile(olderThanMs: number): Promise<void> {
    for (const kind of this.kinds) {
      for (const row of await kind.takeUndispatched(olderThanMs, BATCH)) {
        if ((await hasJob(kind.queuesOf(row), row.id)) || !(await kind.isOpen(row.id))) continue;
        if (row.dispatches >= MAX_DISPATCHES) {
          await kind.fail(row, {
            code: 'internal_error',
            message: `Given up after ${row.dispatches} dispatches; see the worker's log.`,
          });
          continue;
        }
        this.log.log(`queueing ${row.id} again: it is open but has no job`);
        await kind.dispatch(row);
      }
    }
  }
}

async function hasJob(queues: Queue[], id: string): Promise<boolean> {
  for (const queue of queues) {
    const job = await queue.getJob(id);
    if (!job) continue;
    const state = await job.getState();
    if (state !== 'completed' && state !== 'failed' && state !== 'unknown') return true;
    await job.remove();
  }
  return false;
}
