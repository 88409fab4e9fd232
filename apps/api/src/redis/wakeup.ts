/** A bell that remembers one ring: a `wait` after any number of `ring`s returns at once, and the next one waits. */
export class Wakeup {
  private rung = false;
  private release: (() => void) | null = null;

  readonly ring = (): void => {
    this.rung = true;
    this.release?.();
  };

  /** Resolves at the next ring, or when the signal aborts. One waiter at a time. */
  async wait(signal: AbortSignal): Promise<void> {
    if (!this.rung && !signal.aborted) {
      signal.addEventListener('abort', this.ring);
      await new Promise<void>((resolve) => (this.release = resolve));
      signal.removeEventListener('abort', this.ring);
      this.release = null;
    }
    this.rung = false;
  }
}
