import { Logger } from '@nestjs/common';
import { Attempt } from './attempt.js';

/** How often a running attempt asks its row whether it is still the owner. */
const OWNERSHIP_CHECK_MS = 1000;

/**
 * Every attempt that runs in this process, so that a cancelled question, a lost lock and a shutdown reach it. The
 * cancel message is only the fast path: each attempt also asks its row once a second, so that it stops within a
 * second or two even when Redis has lost the message.
 */
export class RunningAttempts {
  private readonly log = new Logger(RunningAttempts.name);
  /** All that run, in order of their start: one that lost its row may still run beside its successor. */
  private readonly attempts = new Map<Attempt, string>();
  private stopping = false;

  /**
   * Opens an attempt on row `id`. `lockLost` is BullMQ's signal; `owns` asks the row.
   */
  open(id: string, lockLost: AbortSignal | undefined, owns: () => Promise<boolean>): Attempt {
    const attempt = new Attempt();
    attempt.stopOn(lockLost, 'lost');
    if (this.stopping) attempt.stop('shutdown');
    const timer = setInterval(() => void this.check(id, attempt, owns), OWNERSHIP_CHECK_MS);
    this.attempts.set(attempt, id);
    attempt.atEnd(() => {
      clearInterval(timer);
      this.attempts.delete(attempt);
    });
    return attempt;
  }

  private async check(id: string, attempt: Attempt, owns: () => Promise<boolean>): Promise<void> {
    try {
      if (!(await owns())) attempt.stop('lost');
    } catch (error) {
      this.log.warn(`cannot check the ownership of ${id}: ${String(error)}`);
    }
  }

  /** Stops the attempt on a row that its owner has cancelled; nothing happens when it runs elsewhere. */
  cancel(id: string): void {
    for (const [attempt, itsId] of this.attempts) if (itsId === id) attempt.stop('cancelled');
  }

  /** Tells every attempt to stop and hand its row back. */
  stopAll(): void {
    this.stopping = true;
    for (const attempt of this.attempts.keys()) attempt.stop('shutdown');
  }
}
