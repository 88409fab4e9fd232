import { Injectable } from '@nestjs/common';

/**
 * What is going on that may last: open event streams and clients that wait for an answer. Each piece gets a signal of
 * its own (signals chained to one that lives for ever would pile up), and shutdown ends them all.
 */
@Injectable()
export class OpenWork {
  private readonly open = new Set<AbortController>();
  private closing = false;

  get size(): number {
    return this.open.size;
  }

  /** `stop` aborts the signal and forgets the piece; call it when done in any case. */
  begin(): { signal: AbortSignal; stop: () => void } {
    const controller = new AbortController();
    this.open.add(controller);
    const stop = (): void => {
      this.open.delete(controller);
      controller.abort();
    };
    if (this.closing) stop();
    return { signal: controller.signal, stop };
  }

  /** Ends every piece, and each later one as soon as it begins. */
  endAll(): void {
    this.closing = true;
    for (const controller of this.open) controller.abort();
  }
}
