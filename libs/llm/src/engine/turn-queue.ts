interface Waiting {
  run: () => Promise<void>;
  signal: AbortSignal;
  reject: (error: unknown) => void;
}

/**
 * Computations of the small models, one after another beside the generator's steps, so that whatever is embedded or
 * ranked, generation competes with one text at most. Urgent ones go first: a question overtakes a document of a
 * thousand passages.
 */
export class TurnQueue {
  readonly #urgent: Waiting[] = [];
  readonly #ordinary: Waiting[] = [];
  #working = false;

  /** Resolves with what `work` does when its turn comes. Rejects with the signal's reason when it is aborted before. */
  run<T>(work: () => Promise<T>, { urgent, signal }: { urgent: boolean; signal: AbortSignal }): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = () => work().then(resolve, reject);
      (urgent ? this.#urgent : this.#ordinary).push({ run, signal, reject });
      if (this.#working) return;
      this.#working = true;
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (next.signal.aborted) next.reject(next.signal.reason);
      else await next.run();
    }
    this.#working = false;
  }

  #next(): Waiting | undefined {
    return this.#urgent.shift() ?? this.#ordinary.shift();
  }
}
