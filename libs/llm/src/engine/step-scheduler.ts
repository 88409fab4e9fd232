import type { LaneInfo } from '#contracts';
import { makeTokens, readPrompt } from './advance-slot.js';
import { DeviceTurns } from './device-turns.js';
import { fillSlot, truncate } from './fill-slot.js';
import type { LaneStats } from './lane-stats.js';
import { type Place, placeRun } from './place-run.js';
import { planStep } from './plan-step.js';
import { Run, type RunRequest, type RunResult } from './run.js';
import type { Sequence } from './sequence.js';
import type { Slot } from './slot.js';
import type { SavedPrefixes } from './saved-prefixes.js';
import { StepRecord } from './step-record.js';
import { WaitingLine } from './waiting-line.js';

export interface StepSchedulerOptions {
  /** Tokens of prompts and drafts that fit one batch beside one token of each sequence. */
  largestChunk: number;
  /** Runs that may wait for a sequence. */
  places: number;
  /** Milliseconds since any fixed moment. */
  now: () => number;
  /** What all lanes of a device take their turns on. */
  device?: DeviceTurns;
  /** Milliseconds that llama.cpp has computed for this context since any fixed moment. */
  llamaMs?: () => number;
  /** Beginnings of prompts on disk; null while there are none. */
  prefixes?: () => SavedPrefixes | null;
  /** Called once when a sequence cannot be brought back to a known state; every run has then been rejected. */
  onBroken: (error: unknown) => void;
}

/**
 * Prompts of which more is left than a short lane holds are read at a quarter of the pace of everything else that wants
 * the device: a 100k-token prompt takes minutes anyway, and a question beside it should not.
 */
const LONG_PROMPT = 4096;
const WEIGHT = { long: 1, other: 4 };

/** A pause of so many milliseconds leaves time to write what is shared to the disk. */
const SAVE_AFTER_MS = 2000;

/**
 * Continuous batching in lock-step over the sequences of one context. Every step takes a token, or the accepted ones of
 * a draft, from each sequence that generates and reads a bounded piece of the prompts that are still being read, all in
 * one batch; between steps, while nothing computes, runs end, leave on abort, and are admitted. So no run waits for
 * another to finish, a cancelled run is gone after at most one step, and node-llama-cpp's context lock is always free
 * when it is needed (free-running generators hold it until all of them end).
 */
export class StepScheduler {
  readonly #slots: Slot[];
  readonly #options: StepSchedulerOptions;
  readonly #device: DeviceTurns;
  readonly #line: WaitingLine;
  readonly #record: StepRecord;
  #looping = false;
  #idleTimer: NodeJS.Timeout | undefined;
  #stepBeganAt: number | null = null;
  #broken: { error: unknown } | null = null;
  #admissions = 0;

  constructor(sequences: Sequence[], options: StepSchedulerOptions) {
    this.#slots = sequences.map((sequence) => ({
      sequence,
      run: null,
      usedAt: 0,
      prefixKey: null,
      shared: 0,
      keep: null,
    }));
    this.#options = options;
    this.#device = options.device ?? new DeviceTurns();
    this.#record = new StepRecord(options.largestChunk);
    this.#line = new WaitingLine(options.places);
  }

  /** Longest prompt in tokens. It leaves room for one token of answer. */
  get longestPrompt(): number {
    return Math.min(...this.#slots.map(({ sequence }) => sequence.capacity));
  }

  /** Milliseconds since the step that is being computed began; 0 between steps. */
  get computingMs(): number {
    return this.#stepBeganAt === null ? 0 : this.#options.now() - this.#stepBeganAt;
  }

  /** What `lane`, which is this scheduler's, does and has done. */
  stats(lane: LaneInfo): LaneStats {
    return {
      ...lane,
      running: this.#slots.filter(({ run }) => run !== null).length,
      waiting: this.#line.counts,
      kvCells: {
        used: this.#slots.reduce((sum, { sequence }) => sum + sequence.length, 0),
        total: this.#slots.reduce((sum, { sequence }) => sum + sequence.capacity, 0),
      },
      held: this.#slots
        .filter(({ sequence }) => sequence.length > 0)
        .map(({ prefixKey, sequence }) => ({ key: prefixKey, tokens: sequence.length })),
      counters: this.#record.snapshot,
    };
  }

  /**
   * Runs a prompt. Rejects with the signal's reason on abort, with a RangeError for a prompt longer than
   * {@link longestPrompt}, with `engine_busy` when too many wait, and with the error of the computation that failed.
   */
  run(request: RunRequest): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      if (this.#broken !== null) return reject(this.#broken.error);
      if (request.signal.aborted) return reject(request.signal.reason);
      if (request.tokens.length === 0 || request.tokens.length > this.longestPrompt) {
        return reject(
          new RangeError(`A prompt has 1 to ${this.longestPrompt} tokens, not ${request.tokens.length}.`),
        );
      }
      try {
        this.#line.push(new Run(request, this.#options.now(), resolve, reject));
      } catch (error) {
        this.#record.ended('refused');
        return reject(error);
      }
      this.#start();
    });
  }

  #start(): void {
    if (this.#looping || this.#line.length === 0) return;
    this.#looping = true;
    clearTimeout(this.#idleTimer);
    void this.#loop();
  }

  async #loop(): Promise<void> {
    try {
      await this.#device.enter(this);
      for (;;) {
        const beganAt = this.#options.now();
        this.#stepBeganAt = beganAt;
        await this.#betweenSteps();
        const weight = this.#weight();
        const computes = this.#slots.some(({ run }) => run !== null);
        if (computes) await this.#step(beganAt);
        await this.#leave();
        this.#stepBeganAt = null;
        if (this.#slots.every(({ run }) => run === null) && this.#line.length === 0) break;
        await this.#device.again(this, this.#options.now() - beganAt, weight);
      }
    } catch (error) {
      this.#break(error);
    }
    this.#stepBeganAt = null;
    this.#looping = false;
    this.#device.leave(this);
    this.#idleTimer = setTimeout(() => void this.#save(), SAVE_AFTER_MS).unref();
  }

  /** Saves, while nothing runs, what prompts have had in common. A run that comes meanwhile waits for the disk. */
  async #save(): Promise<void> {
    const prefixes = this.#options.prefixes?.();
    if (!prefixes || this.#looping || this.#broken !== null) return;
    this.#looping = true;
    for (const { sequence, shared } of this.#slots) {
      if (this.#line.length === 0) await prefixes.save(sequence, shared);
    }
    this.#looping = false;
    this.#start();
  }

  /** Lets aborted and ended runs go, and admits others. Nothing computes meanwhile. */
  async #betweenSteps(): Promise<void> {
    await this.#leave();
    for (const run of this.#line.inOrder()) {
      const place =
        this.#slots.some((slot) => slot.run === null) && placeRun(run, this.#slots, this.#record.expected);
      if (!place) continue;
      this.#line.admit(run);
      await this.#admit(place, run);
      // Copying takes up to half a second on a CPU: one at a time, so that steps and cancelling go on between.
      if (place.copyFrom !== null) return;
    }
  }

  /** Settles runs that have ended or been aborted, and drops what was drafted and refused. */
  async #leave(): Promise<void> {
    for (const run of this.#line.takeAborted()) this.#reject(run, run.request.signal.reason);
    for (const slot of this.#slots) {
      if (slot.keep !== null) await truncate(slot.sequence, slot.keep);
      slot.keep = null;
      if (slot.run?.request.signal.aborted) {
        slot.run.outcome ??= { error: slot.run.request.signal.reason, computing: false };
      }
      if (slot.run?.outcome) await this.#settle(slot, slot.run);
    }
  }

  async #admit(place: Place, run: Run): Promise<void> {
    const { slot } = place;
    const alone = this.#slots.every((one) => one.run === null);
    slot.run = run;
    slot.usedAt = ++this.#admissions;
    slot.prefixKey = run.request.prefixKey ?? null;
    await fillSlot(place, run, {
      prefixes: alone ? (this.#options.prefixes?.() ?? null) : null,
      tokensPerMs: this.#record.pace.tokensPerMs,
      counters: this.#record.counters,
    });
    run.admitted(slot.sequence.length, this.#options.now());
  }

  async #settle(slot: Slot, run: Run): Promise<void> {
    const { outcome } = run;
    if (outcome === null) return;
    await run.source?.close();
    if ('error' in outcome && outcome.computing) await truncate(slot.sequence, 0);
    slot.run = null;
    if ('error' in outcome) return this.#reject(run, outcome.error);
    this.#record.ended(outcome.stopReason, run.completionTokens);
    run.resolve(run.result(outcome.stopReason, this.#options.now()));
  }

  #reject(run: Run, error: unknown): void {
    const { aborted, reason } = run.request.signal;
    this.#record.ended(aborted && error === reason ? 'cancelled' : 'failed');
    run.reject(error);
  }

  /** Of the device against other lanes: less for a step that only reads prompts of which much is left. */
  #weight(): number {
    return this.#slots.every(isFreeOrLong) ? WEIGHT.long : WEIGHT.other;
  }

  async #step(beganAt: number): Promise<void> {
    const { now, largestChunk, llamaMs = () => 0 } = this.#options;
    const plan = planStep(this.#slots, {
      largestChunk,
      ...this.#record.limits,
      isContended: this.#device.isContended(this),
    });
    const made = { now, record: this.#record };
    const llamaBefore = llamaMs();
    await Promise.all([
      ...plan.answering.map(({ slot, draft }) => makeTokens(slot, draft, made)),
      ...plan.reading.map(({ slot, count, ends }) =>
        ends ? makeTokens(slot, [], made) : readPrompt(slot, count),
      ),
    ]);
    this.#record.step(plan, { ms: now() - beganAt, llamaMs: llamaMs() - llamaBefore });
  }

  #break(error: unknown): void {
    this.#broken = { error };
    for (const run of [...this.#slots.map(({ run }) => run), ...this.#line.takeAll()]) run?.reject(error);
    for (const slot of this.#slots) slot.run = null;
    this.#options.onBroken(error);
  }
}

function isFreeOrLong({ run, sequence }: Slot): boolean {
  return run === null || run.request.tokens.length - sequence.length > LONG_PROMPT;
}
