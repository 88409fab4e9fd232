/** What the time of an ingestion goes to. */
export type Effort = 'parse' | 'cut' | 'count' | 'embed' | 'save' | 'index';

/**
 * Tells what the time of one attempt goes to. What is done inside something else, one after the other, counts for the
 * inner one alone, so that all together make the whole.
 */
export class StepClock {
  #current: Effort | null = null;
  #since = 0;

  /** @param spent - is told each stretch of time, in milliseconds, when it ends. */
  constructor(private readonly spent: (effort: Effort, ms: number) => void) {}

  async time<T>(effort: Effort, work: () => Promise<T>): Promise<T> {
    const outer = this.#turnTo(effort);
    try {
      return await work();
    } finally {
      this.#turnTo(outer);
    }
  }

  #turnTo(next: Effort | null): Effort | null {
    const now = performance.now();
    const before = this.#current;
    if (before !== null) this.spent(before, now - this.#since);
    this.#current = next;
    this.#since = now;
    return before;
  }
}
