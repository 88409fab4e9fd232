import { PrefillPace, sharePrefill } from './prefill-pace.js';
import { Run, type RunRequest, type RunResult } from './run.js';
import type { Sequence } from './sequence.js';
import { pickSlot, type Slot } from './slot.js';

export interface StepSchedulerOptions {
  /** Prompt tokens that fit one batch beside one token of each sequence. */
  largestChunk: number;
  /** Milliseconds since any fixed moment. */
  now: () => number;
  /** Called once when a sequence cannot be brought back to a known state; every run has then been rejected. */
  onBroken: (error: unknown) => void;
}

/**
 * Continuous batching in lock-step over the sequences of one context. Every step takes one token from each sequence
 * that generates and reads a bounded piece of the prompts that are still being read, all in one batch; between steps,
 * while nothing computes, runs end, leave on abort, and are admitted. So no run waits for another to finish, a
 * cancelled run is gone after at most one step, and node-llama-cpp's context lock is always free when it is needed
 * (free-running generators hold it until all of them end).
 */
export class StepScheduler {
  readonly #slots: Slot[];
  readonly #options: StepSchedulerOptions;
  readonly #pace: PrefillPace;
  readonly #waiting = { interactive: [] as Run[], batch: [] as Run[] };
  #looping = false;
  #broken: { error: unknown } | null = null;
  #admissions = 0;

  constructor(sequences: Sequence[], options: StepSchedulerOptions) {
    this.#slots = sequences.map((sequence) => ({ sequence, run: null, usedAt: 0 }));
    this.#options = options;
    this.#pace = new PrefillPace(options.largestChunk);
  }

  /** Longest prompt in tokens. It leaves room for one token of answer. */
  get longestPrompt(): number {
    return Math.min(...this.#slots.map(({ sequence }) => sequence.capacity));
  }

  /**
   * Runs a prompt. Rejects with the signal's reason on abort, with a RangeError for a prompt longer than
   * {@link longestPrompt}, and with the error of the computation that failed.
   */
  run(request: RunRequest): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      const run = new Run(request, this.#options.now(), resolve, reject);
      if (this.#broken !== null) return reject(this.#broken.error);
      if (request.tokens.length === 0 || request.tokens.length > this.longestPrompt) {
        return reject(
          new RangeError(`A prompt has 1 to ${this.longestPrompt} tokens, not ${request.tokens.length}.`),
        );
      }
      this.#waiting[request.priority].push(run);
      if (this.#looping) return;
      this.#looping = true;
      void this.#loop();
    });
  }

  async #loop(): Promise<void> {
    try {
      while (this.#looping) {
        if (await this.#betweenSteps()) await this.#step();
        else this.#looping = this.#waiting.interactive.length + this.#waiting.batch.length > 0;
      }
    } catch (error) {
      this.#break(error);
    }
  }

  /** Settles, drops and admits runs; says whether there is anything to compute. Nothing computes meanwhile. */
  async #betweenSteps(): Promise<boolean> {
    for (const slot of this.#slots) {
      if (slot.run?.request.signal.aborted) {
        slot.run.outcome ??= { error: slot.run.request.signal.reason, computing: false };
      }
      if (slot.run?.outcome) await this.#settle(slot, slot.run);
    }
    for (let run = this.#nextWaiting(); run !== undefined; run = this.#nextWaiting()) {
      const slot = pickSlot(this.#slots, run.request.tokens);
      if (slot === undefined) break;
      this.#waiting[run.request.priority].shift();
      await this.#admit(slot, run);
    }
    return this.#slots.some(({ run }) => run !== null);
  }

  /** The run to admit next; runs that were aborted while they waited end here. */
  #nextWaiting(): Run | undefined {
    for (const queue of [this.#waiting.interactive, this.#waiting.batch]) {
      const aborted = queue.filter((run) => run.request.signal.aborted);
      for (const run of aborted) {
        queue.splice(queue.indexOf(run), 1);
        run.reject(run.request.signal.reason);
      }
    }
    return this.#waiting.interactive[0] ?? this.#waiting.batch[0];
  }

  async #admit(slot: Slot, run: Run): Promise<void> {
    slot.run = run;
    slot.usedAt = ++this.#admissions;
    // The last token is never reused: decoding it is what yields the first token of the answer.
    await slot.sequence.keepPrefix(run.request.tokens.slice(0, -1));
    run.admitted(slot.sequence.length, this.#options.now());
  }

  async #settle(slot: Slot, run: Run): Promise<void> {
    const { outcome } = run;
    if (outcome === null) return;
    await run.source?.close();
    if ('error' in outcome && outcome.computing) await slot.sequence.keepPrefix([]);
    slot.run = null;
    if ('stopReason' in outcome) run.resolve(run.result(outcome.stopReason, this.#options.now()));
    else run.reject(outcome.error);
  }

  async #step(): Promise<void> {
    const startedAt = this.#options.now();
    const answering: Slot[] = [];
    const reading: { slot: Slot; left: number }[] = [];
    for (const slot of this.#slots) {
      if (slot.run === null) continue;
      const left = slot.run.request.tokens.length - 1 - slot.sequence.length;
      if (left > 0 && slot.run.source === null) reading.push({ slot, left });
      else answering.push(slot);
    }
    reading.sort((a, b) => a.slot.usedAt - b.slot.usedAt);
    const chunk = this.#pace.chunk(answering.length > 0 ? 'answering' : 'reading');
    const shares = sharePrefill(
      reading.map(({ left }) => left),
      chunk,
    );
    const work = answering.map((slot) => this.#decode(slot));
    for (const [i, { slot }] of reading.entries()) work.push(this.#prefill(slot, shares[i] ?? 0));
    await Promise.all(work);
    const read = shares.reduce((sum, share) => sum + share, 0);
    if (read > 0) this.#pace.record(read, chunk, this.#options.now() - startedAt);
  }

  async #prefill({ run, sequence }: Slot, count: number): Promise<void> {
    if (run === null || count === 0) return;
    try {
      await sequence.prefill(run.request.tokens.slice(sequence.length, sequence.length + count));
    } catch (error) {
      run.outcome = { error, computing: true };
    }
  }

  async #decode({ run, sequence }: Slot): Promise<void> {
    if (run === null) return;
    if (run.source !== null && sequence.length >= sequence.capacity) {
      run.outcome = { stopReason: 'context_full' };
      return;
    }
    try {
      run.source ??= sequence.decode(run.request.tokens.at(-1) ?? 0, run.request.sampling);
      run.accept(await run.source.next(), this.#options.now());
    } catch (error) {
      run.outcome = { error, computing: true };
    }
  }

  #break(error: unknown): void {
    this.#broken = { error };
    const runs = [...this.#slots.map(({ run }) => run), ...this.#waiting.interactive, ...this.#waiting.batch];
    for (const run of runs) run?.reject(error);
    for (const slot of this.#slots) slot.run = null;
    this.#waiting.interactive.length = 0;
    this.#waiting.batch.length = 0;
    this.#options.onBroken(error);
  }
}
