/** Why an attempt was told to stop. */
export type StopReason = 'cancelled' | 'lost' | 'shutdown';

/** The life of one attempt: a signal that ends it early, and the reason. */
export class Attempt {
  private readonly controller = new AbortController();
  private reason: StopReason | null = null;
  private readonly onEnd: (() => void)[] = [];

  /** Aborts when the attempt is to stop; every step of the work listens to it. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  stopReason(): StopReason | null {
    return this.reason;
  }

  /** The first reason counts. */
  stop(reason: StopReason): void {
    if (this.reason !== null) return;
    this.reason = reason;
    this.controller.abort();
  }

  /** Stops the attempt when `signal` aborts. */
  stopOn(signal: AbortSignal | undefined, reason: StopReason): void {
    if (!signal) return;
    const stop = (): void => this.stop(reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    this.onEnd.push(() => signal.removeEventListener('abort', stop));
  }

  /** Runs `cleanUp` when the attempt is over, however it ends. */
  atEnd(cleanUp: () => void): void {
    this.onEnd.push(cleanUp);
  }

  end(): void {
    for (const cleanUp of this.onEnd.splice(0)) cleanUp();
  }
}
