import type { Readable } from 'node:stream';

/**
 * How many bytes of refused uploads are read just to be thrown away. A client usually hears the answer only once its
 * body has been taken, but not at any price: when the budget is spent the connection is given up.
 */
export class DiscardBudget {
  private readonly spentListeners: (() => void)[] = [];

  /** @param left bytes */
  constructor(private left: number) {}

  spend(bytes: number): void {
    const before = this.left;
    this.left -= bytes;
    if (before >= 0 && this.left < 0) for (const listener of this.spentListeners) listener();
  }

  onSpent(listener: () => void): void {
    this.spentListeners.push(listener);
  }
}

/** Reads the rest of a stream and throws it away. */
export function discard(stream: Readable, budget: DiscardBudget): void {
  stream.on('data', (chunk: Buffer) => budget.spend(chunk.length));
  stream.resume();
}

/** The same for a whole request body; resolves at its end, or when the budget is spent. */
export function discardRest(stream: Readable, bytes: number): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const budget = new DiscardBudget(bytes);
    budget.onSpent(resolve);
    stream.once('end', resolve);
    stream.once('close', resolve);
    discard(stream, budget);
  });
}
