import { DomainError } from '#contracts';

/** How long, and until when at most, to wait for a position. */
export interface WaitOptions {
  timeoutMs: number;
  signal?: AbortSignal;
}

interface Waiter {
  isMet: () => boolean;
  settle: (error?: DomainError) => void;
}

/** Callers that wait until the index has reached a position of its change log. */
export class PositionWaiters {
  private readonly waiters = new Set<Waiter>();

  /**
   * Resolves as soon as `isMet` holds at a call of {@link check}.
   *
   * @param onTimeout makes the error for when it does not within `timeoutMs`.
   */
  wait(
    isMet: () => boolean,
    { timeoutMs, signal }: WaitOptions,
    onTimeout: () => DomainError,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: DomainError): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        this.waiters.delete(waiter);
        if (error) reject(error);
        else resolve();
      };
      const abort = (): void => {
        settle(
          new DomainError('cancelled', 'Waiting for the index was cancelled.', { cause: signal?.reason }),
        );
      };
      const timer = setTimeout(() => {
        settle(onTimeout());
      }, timeoutMs);
      const waiter = { isMet, settle };
      this.waiters.add(waiter);
      signal?.addEventListener('abort', abort);
      if (signal?.aborted) abort();
    });
  }

  /** Lets go everybody whose condition is met. */
  check(): void {
    for (const waiter of this.waiters) if (waiter.isMet()) waiter.settle();
  }

  /** Turns everybody away. */
  rejectAll(error: DomainError): void {
    for (const waiter of this.waiters) waiter.settle(error);
  }
}
