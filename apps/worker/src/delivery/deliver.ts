import { DomainError, type ErrorInfo } from '#contracts';
import { EngineCrashedError } from '#llm';
import { WaitingError, type Job } from 'bullmq';
import type { Attempt, StopReason } from './attempt.js';

/** A row of work under the epoch of one attempt. */
export interface Started {
  id: string;
  epoch: number;
  /** Starts in quarantine, this one included. */
  soloStarts: number;
}

/** What one kind of work (answering, ingesting) does at each turn of an attempt. */
export interface Work<Row extends Started> {
  start(
    id: string,
    options: { alone: boolean },
  ): Promise<{ outcome: 'started'; row: Row } | { outcome: 'quarantine' } | { outcome: 'gone' }>;
  /** Does the work and saves its outcome, fenced by the row's epoch. */
  run(row: Row, attempt: Attempt): Promise<void>;
  /** Ends the row as failed, fenced by its epoch, and tells whoever watches. */
  fail(row: Row, error: ErrorInfo): Promise<void>;
  /** Puts the row back to `queued`, fenced by its epoch. */
  handBack(row: Row, options: { wasAlone: boolean }): Promise<void>;
  /** Adds a job for the row to the quarantine queue. */
  quarantine(id: string): Promise<void>;
}

/** Starts alone after which a row that keeps killing its worker is given up. */
const MAX_SOLO_STARTS = 2;
/** Tries after which an error that nobody foresaw is no longer taken for a passing one. */
const MAX_UNFORESEEN_TRIES = 3;

/**
 * Runs one delivery of a job: start → work → save, and for every way in which that can end early, leave the row where
 * the next attempt (or nobody) takes it up. BullMQ delivers at least once; the row's epoch makes it exactly once.
 */
export async function deliver<Row extends Started>(
  work: Work<Row>,
  job: Pick<Job, 'attemptsMade' | 'moveToWait'>,
  options: { id: string; alone: boolean; token?: string; attempt: (row: Row) => Attempt },
): Promise<void> {
  const { id, alone } = options;
  const start = await work.start(id, { alone });
  if (start.outcome === 'quarantine') return work.quarantine(id);
  if (start.outcome === 'gone') return;
  const { row } = start;
  if (row.soloStarts > MAX_SOLO_STARTS) return work.fail(row, crashedAlone());

  const attempt = options.attempt(row);
  try {
    await work.run(row, attempt);
  } catch (error) {
    await recover(work, row, error, attempt.stopReason(), job, options);
  } finally {
    attempt.end();
  }
}

async function recover<Row extends Started>(
  work: Work<Row>,
  row: Row,
  error: unknown,
  stopped: StopReason | null,
  job: Pick<Job, 'attemptsMade' | 'moveToWait'>,
  { id, alone, token }: { id: string; alone: boolean; token?: string },
): Promise<void> {
  const wasAlone = alone;
  if (stopped === 'shutdown') {
    await work.handBack(row, { wasAlone });
    await job.moveToWait(token);
    throw new WaitingError();
  }
  // Cancelled by the asker, or taken over by another worker: the row is no longer ours to change.
  if (stopped !== null || (error instanceof DomainError && error.code === 'cancelled')) return;
  if (error instanceof EngineCrashedError) {
    if (error.alone) return work.fail(row, crashedAlone());
    await work.handBack(row, { wasAlone });
    // Beside others in the engine it may be the culprit or a bystander: alone it shows which.
    if (!alone) return work.quarantine(id);
    throw error;
  }
  if (isPassing(error) || (!(error instanceof DomainError) && job.attemptsMade + 1 < MAX_UNFORESEEN_TRIES)) {
    await work.handBack(row, { wasAlone });
    throw error;
  }
  await work.fail(row, toErrorInfo(error));
  // What nobody foresaw is a bug: let it reach the log with its stack, now that the row is final.
  if (!(error instanceof DomainError)) throw error;
}

/** Whether the same work may succeed later by itself: a service that is down or restarting, not a fault of the work. */
function isPassing(error: unknown): boolean {
  if (error instanceof DomainError) return error.retryable;
  const { code, message } = error as { code?: unknown; message?: unknown };
  // SQLSTATE classes 08 (connection), 53 (resources), 57P (operator intervention), 40 (serialization, deadlock).
  if (typeof code === 'string' && /^(ECONN|EPIPE|ETIMEDOUT|EAI_|08|53|57P|40)/.test(code)) return true;
  return (
    typeof message === 'string' &&
    /Connection terminated|timeout exceeded when trying to connect|Connection is closed|connection ended|not Connected/i.test(
      message,
    )
  );
}

function toErrorInfo(error: unknown): ErrorInfo {
  if (error instanceof DomainError) return error.toInfo();
  return {
    code: 'internal_error',
    message: 'Something went wrong inside Kotae; the worker’s log has the details.',
  };
}

function crashedAlone(): ErrorInfo {
  return {
    code: 'answer_crashed',
    message:
      'This input crashed the engine each time it ran, also alone. It will not be tried again by itself.',
  };
}
