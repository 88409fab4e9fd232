/** Aborts its signal when nothing has been heard for a while: a connection can die without a word. */
export class StallGuard {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  /** @param timeoutMs silence that counts as a stall, milliseconds */
  constructor(timeoutMs: number) {
    this.timer = setTimeout(() => {
      this.controller.abort();
    }, timeoutMs);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Something was heard: the silence begins anew. */
  touch(): void {
    this.timer.refresh();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
