/** Runs pieces of work one after the other, in the order in which they were handed in. */
export class OneAtATime {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs `work` once everything handed in before has ended, well or badly. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    await this.last;
  }
}
