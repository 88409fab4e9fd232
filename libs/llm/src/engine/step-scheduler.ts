import { DomainError, type LaneInfo } from '#contracts';
import { DeviceTurns } from './device-turns.js';
import { type LaneCounters, type LaneStats, type RunEnd, zeroCounters } from './lane-stats.js';
import { type Expectations, type Place, placeRun } from './place-run.js';
import { PrefillPace, sharePrefill } from './prefill-pace.js';
import { Run, type RunRequest, type RunResult } from './run.js';
import type { Sequence } from './sequence.js';
import type { Slot } from './slot.js';
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
  /** Called once when a sequence cannot be brought back to a known state; every run has then been rejected. */
  onBroken: (error: unknown) => void;
}

/**
 * Prompts of which more is left than a short lane holds are read at a quarter of the pace of everything else that wants
 * the device: a 100k-token prompt takes minutes anyway, and a question beside it should not.
 */
const LONG_PROMPT = 4096;
const WEIGHT = { long: 1, other: 4 };

/** How far the expected length of an answer follows the last one. */
const LENGTH_MEMORY = 0.1;
const FIRST_EXPECTED_LENGTH = 128;
/** Prompt tokens read in the time of one answer token; from two on a CPU to a hundred on a GPU. */
const FIRST_EXPECTED_PACE = 2;

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
  readonly #pace: PrefillPace;
  readonly #line: WaitingLine;
  readonly #counters: LaneCounters = zeroCounters();
  #looping = false;
  #stepBeganAt: number | null = null;
  #broken: { error: unknown } | null = null;
  #admissions = 0;
  #expectedLength = FIRST_EXPECTED_LENGTH;
  /** Of the last step in which answers were made and nothing was read. */
  #answerStepMs: number | null = null;

  constructor(sequences: Sequence[], options: StepSchedulerOptions) {
    this.#slots = sequences.map((sequence) => ({
      sequence,
      run: null,
      usedAt: 0,
      prefixKey: null,
      keep: null,
    }));
    this.#options = options;
    this.#device = options.device ?? new DeviceTurns();
    this.#pace = new PrefillPace(options.largestChunk);
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
      counters: { ...this.#counters, runs: { ...this.#counters.runs } },
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
        this.#counters.runs.refused++;
        return reject(error);
      }
      if (this.#looping) return;
      this.#looping = true;
      void this.#loop();
    });
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
  }

  /** Lets aborted and ended runs go, and admits others. Nothing computes meanwhile. */
  async #betweenSteps(): Promise<void> {
    await this.#leave();
    for (const run of this.#line.inOrder()) {
      const place =
        this.#slots.some((slot) => slot.run === null) && placeRun(run, this.#slots, this.#expected);
      if (!place) continue;
      this.#line.admit(run);
      await this.#admit(place, run);
    }
  }

  get #expected(): Expectations {
    const { tokensPerMs } = this.#pace;
    const known = tokensPerMs !== null && this.#answerStepMs !== null;
    return {
      completionTokens: this.#expectedLength,
      promptTokensPerStep: known ? this.#answerStepMs! * tokensPerMs : FIRST_EXPECTED_PACE,
    };
  }

  /** Settles runs that have ended or been aborted, and drops what was drafted and refused. */
  async #leave(): Promise<void> {
    for (const run of this.#line.takeAborted()) this.#reject(run, run.request.signal.reason);
    for (const slot of this.#slots) {
      if (slot.keep !== null && slot.keep < slot.sequence.length) await truncate(slot.sequence, slot.keep);
      slot.keep = null;
      if (slot.run?.request.signal.aborted) {
        slot.run.outcome ??= { error: slot.run.request.signal.reason, computing: false };
      }
      if (slot.run?.outcome) await this.#settle(slot, slot.run);
    }
  }

  async #admit({ slot, copyFrom }: Place, run: Run): Promise<void> {
    const { tokens, prefixKey = null } = run.request;
    slot.run = run;
    slot.usedAt = ++this.#admissions;
    slot.prefixKey = prefixKey;
    // The last token is never reused: decoding it is what yields the first token of the answer.
    const shared = (of: Slot) => Math.min(of.sequence.commonPrefix(tokens), tokens.length - 1);
    if (copyFrom === null) await truncate(slot.sequence, shared(slot));
    else await this.#copy(slot.sequence, copyFrom.sequence, shared(copyFrom));
    run.admitted(slot.sequence.length, this.#options.now());
    this.#counters.reusedTokens += slot.sequence.length;
  }

  async #copy(to: Sequence, from: Sequence, length: number): Promise<void> {
    try {
      await to.copyFrom?.(from, length);
      this.#counters.copiedTokens += to.length;
    } catch {
      // Reading the prompt from its beginning is slower, and as right.
      await truncate(to, 0);
    }
  }

  async #settle(slot: Slot, run: Run): Promise<void> {
    const { outcome } = run;
    if (outcome === null) return;
    await run.source?.close();
    if ('error' in outcome && outcome.computing) await truncate(slot.sequence, 0);
    slot.run = null;
    if ('error' in outcome) return this.#reject(run, outcome.error);
    this.#count(outcome.stopReason);
    this.#expectedLength += LENGTH_MEMORY * (run.completionTokens - this.#expectedLength);
    run.resolve(run.result(outcome.stopReason, this.#options.now()));
  }

  #reject(run: Run, error: unknown): void {
    this.#count(run.request.signal.aborted && error === run.request.signal.reason ? 'cancelled' : 'failed');
    run.reject(error);
  }

  #count(end: RunEnd): void {
    this.#counters.runs[end]++;
  }

  /** Of the device against other lanes: less for a step that only reads prompts of which much is left. */
  #weight(): number {
    return this.#slots.every(isFreeOrLong) ? WEIGHT.long : WEIGHT.other;
  }

  async #step(beganAt: number): Promise<void> {
    const answering: Slot[] = [];
    const reading: { slot: Slot; tokens: number; batch: boolean }[] = [];
    for (const slot of this.#slots) {
      if (slot.run === null) continue;
      const left = slot.run.request.tokens.length - 1 - slot.sequence.length;
      if (left > 0 && slot.run.source === null) {
        reading.push({ slot, tokens: left, batch: slot.run.request.priority === 'batch' });
      } else answering.push(slot);
    }
    reading.sort((a, b) => a.slot.usedAt - b.slot.usedAt);
    const drafts = this.#drafts(answering);
    const drafted = drafts.reduce((sum, draft) => sum + draft.length, 0);
    const streams = answering.length > 0 || this.#device.isContended(this);
    const chunk = Math.min(
      this.#pace.chunk(streams ? 'answering' : 'reading'),
      this.#options.largestChunk - drafted,
    );
    const shares = sharePrefill(reading, chunk);
    const llamaBefore = this.#options.llamaMs?.() ?? 0;
    const work = answering.map((slot, i) => this.#decode(slot, drafts[i] ?? []));
    for (const [i, { slot }] of reading.entries()) work.push(this.#prefill(slot, shares[i] ?? 0));
    await Promise.all(work);
    const read = shares.reduce((sum, share) => sum + share, 0);
    const ms = this.#options.now() - beganAt;
    if (read > 0) this.#pace.record(read, chunk, ms);
    this.#record({ ms, read, answering: answering.length, reading: shares.filter((n) => n > 0).length });
    this.#counters.llamaMs += (this.#options.llamaMs?.() ?? 0) - llamaBefore;
  }

  #record(step: { ms: number; read: number; answering: number; reading: number }): void {
    const counters = this.#counters;
    counters.steps++;
    counters.sequenceSteps += step.answering + step.reading;
    counters.stepMs += step.ms;
    counters.promptTokens += step.read;
    if (step.reading > 0) counters.readingMs += step.ms;
    if (step.answering > 0) counters.answeringMs += step.ms;
    if (step.reading === 0) this.#answerStepMs = step.ms;
  }

  /** What is proposed for each answer: within its room, and all together within half a batch. */
  #drafts(answering: readonly Slot[]): number[][] {
    const most = Math.floor(this.#options.largestChunk / 2 / Math.max(1, answering.length));
    return answering.map(({ run, sequence }) => {
      if (run === null || run.lookup === null) return [];
      const { maxTokens } = run.request;
      const room = Math.min(sequence.capacity - sequence.length, maxTokens - run.completionTokens) - 1;
      return run.lookup.propose(Math.min(most, room));
    });
  }

  async #prefill({ run, sequence }: Slot, count: number): Promise<void> {
    if (run === null || count === 0) return;
    try {
      await sequence.prefill(run.request.tokens.slice(sequence.length, sequence.length + count));
    } catch (error) {
      run.outcome = { error, computing: true };
    }
  }

  async #decode(slot: Slot, draft: readonly number[]): Promise<void> {
    const { run, sequence } = slot;
    if (run === null) return;
    if (run.source !== null && sequence.length >= sequence.capacity) {
      run.outcome = { stopReason: 'context_full' };
      return;
    }
    const before = sequence.length;
    const isFirst = run.source === null;
    try {
      run.source ??= sequence.decode(run.request.tokens.at(-1) ?? 0, run.request.sampling);
      const made = await run.source.next(draft);
      slot.keep = before + made.length;
      this.#counters.promptTokens += isFirst ? 1 : 0;
      this.#counters.draftTokens += draft.length;
      this.#counters.acceptedDraftTokens += made.length - 1;
      run.lookup?.learn(made, draft.length);
      const already = run.completionTokens;
      run.accept(made, this.#options.now());
      this.#counters.completionTokens += run.completionTokens - already;
    } catch (error) {
      run.outcome = { error, computing: true };
    }
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

/** @throws DomainError `generation_failed` when the sequence does not hold then what it should */
async function truncate(sequence: Sequence, length: number): Promise<void> {
  await sequence.truncate(length);
  if (sequence.length !== length) {
    throw new DomainError('generation_failed', 'The model has lost the beginning of a prompt.', {
      retryable: true,
    });
  }
}
