interface Waiting {
  run: () => Promise<void>;
  signal: AbortSignal;
  reject: (error: unknown) => void;
}

/** What a computation is part of, the most urgent first: one question, the ranking of its passages, a document. */
const kinds = ['question', 'ranking', 'document'] as const;
export type TurnKind = (typeof kinds)[number];

/**
 * Computations of the small models, one after another beside the generator's steps, so that whatever is embedded or
 * ranked, generation competes with one text at most. A question, which is a single text, overtakes the ranking of
 * others' passages, and both overtake documents of a thousand passages.
 */
export class TurnQueue {
  readonly #waiting: Record<TurnKind, Waiting[]> = { question: [], ranking: [], document: [] };
  #working = false;
  #beganAt: number | null = null;

  /** Milliseconds since the computation that is going on began; 0 without one. */
  get computingMs(): number {
    return this.#beganAt === null ? 0 : performance.now() - this.#beganAt;
  }

  /** Resolves with what `work` does when its turn comes. Rejects with the signal's reason when it is aborted before. */
  run<T>(work: () => Promise<T>, { kind, signal }: { kind: TurnKind; signal: AbortSignal }): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = () => work().then(resolve, reject);
      this.#waiting[kind].push({ run, signal, reject });
      if (this.#working) return;
      this.#working = true;
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (next.signal.aborted) next.reject(next.signal.reason);
      else {
        this.#beganAt = performance.now();
        await next.run();
        this.#beganAt = null;
      }
    }
    this.#working = false;
  }

  #next(): Waiting | undefined {
    const kind = kinds.find((one) => this.#waiting[one].length > 0);
    return kind && this.#waiting[kind].shift();
  }
}
