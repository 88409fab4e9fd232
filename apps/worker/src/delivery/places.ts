import type { Worker } from 'bullmq';

/** A queue that takes no further job while all places are taken. */
type Taker = Pick<Worker, 'pause' | 'resume'>;

/**
 * So many jobs at a time over several queues. BullMQ limits each queue by itself; here a worker that listens to more
 * than one stops taking from all of them as soon as it has its fill, so that what it cannot begin stays where another
 * worker finds it.
 */
export class Places {
  private readonly takers: Taker[] = [];
  private taken = 0;

  /** @param size jobs at a time, at least 1 */
  constructor(readonly size: number) {}

  get free(): number {
    return this.size - this.taken;
  }

  /** Has a queue stop and go on with the places. */
  govern(taker: Taker): void {
    this.takers.push(taker);
  }

  /** Takes a place, and returns the function that gives it back; null when none is free. */
  take(): (() => void) | null {
    if (this.free === 0) return null;
    this.taken++;
    if (this.free === 0) this.each((taker) => taker.pause(true));
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.taken--;
      if (this.free === 1) this.each((taker) => taker.resume());
    };
  }

  /** Both act at once; their promises only tell when BullMQ's own loops have noticed. */
  private each(act: (taker: Taker) => unknown): void {
    for (const taker of this.takers) void Promise.resolve(act(taker)).catch(() => undefined);
  }
}
