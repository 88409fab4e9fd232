import { setImmediate } from 'node:timers/promises';

/**
 * Cuts long synchronous work into slices, so that searches, lock renewals and timers run in between. Call
 * {@link rest} after each small piece: it returns at once until the slice is used up, then lets the event loop turn.
 */
export class TimeSlice {
  private startedAt = performance.now();

  /** @param milliseconds that may be worked without a break; a search waits at most this long plus one piece. */
  constructor(private readonly milliseconds = 5) {}

  /** Does work that comes in pieces, with rests between them. */
  async run<T>(pieces: Generator<void, T>): Promise<T> {
    for (;;) {
      const piece = pieces.next();
      if (piece.done === true) return piece.value;
      await this.rest();
    }
  }

  async rest(): Promise<void> {
    if (performance.now() - this.startedAt < this.milliseconds) return;
    await setImmediate();
    this.startedAt = performance.now();
  }
}
