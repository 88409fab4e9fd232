import { DomainError } from '#contracts';
import type { Run } from './run.js';

/** Interactive runs that may overtake a batch run: after so many it is its turn. */
const MOST_OVERTAKINGS = 8;

/**
 * Runs that wait for a sequence, interactive ones first, each kind in the order in which they came. A batch run that
 * has been overtaken often enough goes before the next interactive one, so that a steady stream of questions slows
 * documents down but never stops them. The line is bounded: jobs belong into the queue, where other workers see them.
 */
export class WaitingLine {
  readonly #interactive: Run[] = [];
  readonly #batch: Run[] = [];
  readonly #places: number;
  #overtakings = 0;

  constructor(places: number) {
    this.#places = places;
  }

  get length(): number {
    return this.#interactive.length + this.#batch.length;
  }

  /** Runs that wait, by kind. */
  get counts(): { interactive: number; batch: number } {
    return { interactive: this.#interactive.length, batch: this.#batch.length };
  }

  /** @throws DomainError `engine_busy` when the line is full */
  push(run: Run): void {
    if (this.length >= this.#places) {
      throw new DomainError(
        'engine_busy',
        `${this.#places} requests already wait for the model. Ask again in a moment, or add a worker.`,
        { retryable: true },
      );
    }
    this.#queueOf(run).push(run);
  }

  /** The runs in the order in which they are to be admitted. */
  inOrder(): Run[] {
    const [first, ...others] = this.#batch;
    if (first === undefined || this.#overtakings < MOST_OVERTAKINGS) {
      return [...this.#interactive, ...this.#batch];
    }
    return [first, ...this.#interactive, ...others];
  }

  /** Takes a run out that is admitted. */
  admit(run: Run): void {
    const overtakes = run.request.priority === 'interactive' && this.#batch.length > 0;
    this.#overtakings = overtakes ? this.#overtakings + 1 : 0;
    this.#remove(run);
  }

  /** Takes out the runs that were aborted while they waited. */
  takeAborted(): Run[] {
    const aborted = [...this.#interactive, ...this.#batch].filter(({ request }) => request.signal.aborted);
    for (const run of aborted) this.#remove(run);
    return aborted;
  }

  /** Takes everything out. */
  takeAll(): Run[] {
    return [...this.#interactive.splice(0), ...this.#batch.splice(0)];
  }

  #remove(run: Run): void {
    const queue = this.#queueOf(run);
    queue.splice(queue.indexOf(run), 1);
  }

  #queueOf({ request }: Run): Run[] {
    return request.priority === 'interactive' ? this.#interactive : this.#batch;
  }
}
