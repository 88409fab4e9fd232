import { type LaneCounters, type RunEnd, zeroCounters } from './lane-stats.js';
import type { Expectations } from './place-run.js';
import type { StepLimits, StepPlan } from './plan-step.js';
import { OLDEST_EVERY, PrefillPace } from './prefill-pace.js';

/** How far the expected length of an answer follows the last one. */
const LENGTH_MEMORY = 0.1;
const FIRST_EXPECTED_LENGTH = 128;
/** Steps that make answers and read prompts in a row, before one that only makes answers shows what those take. */
const MIXED_STEPS = 16;
/** Prompt tokens read in the time of one answer token; from two on a CPU to a hundred on a GPU. */
const FIRST_EXPECTED_PACE = 2;

/** What the steps of a scheduler have done and taken, and what follows from it for the next ones. */
export class StepRecord {
  readonly pace: PrefillPace;
  readonly counters: LaneCounters = zeroCounters();
  #expectedLength = FIRST_EXPECTED_LENGTH;
  /** Of the last step in which answers were made and nothing was read. */
  #answerStepMs: number | null = null;
  /** Since then, in which both were done. */
  #mixedSteps = 0;
  #readingSteps = 0;

  /** `largestChunk`: prompt tokens that fit one batch. */
  constructor(largestChunk: number) {
    this.pace = new PrefillPace(largestChunk);
  }

  /** The counters as they are now. */
  get snapshot(): LaneCounters {
    return { ...this.counters, runs: { ...this.counters.runs } };
  }

  get limits(): Pick<StepLimits, 'pace' | 'answersMs' | 'onlyAnswers' | 'oldestFirst'> {
    return {
      pace: this.pace,
      answersMs: this.#answerStepMs ?? 0,
      onlyAnswers: this.#mixedSteps >= MIXED_STEPS,
      oldestFirst: this.#readingSteps % OLDEST_EVERY === OLDEST_EVERY - 1,
    };
  }

  get expected(): Expectations {
    const { tokensPerMs } = this.pace;
    const known = tokensPerMs !== null && this.#answerStepMs !== null;
    return {
      completionTokens: this.#expectedLength,
      promptTokensPerStep: known ? this.#answerStepMs! * tokensPerMs : FIRST_EXPECTED_PACE,
    };
  }

  /** A step is over. `llamaMs`: the part of its `ms` in which llama.cpp worked. */
  step({ answering, reading, chunk }: StepPlan, { ms, llamaMs }: { ms: number; llamaMs: number }): void {
    const { counters } = this;
    const read = reading.reduce((sum, { count }) => sum + count, 0);
    counters.steps++;
    counters.sequenceSteps += answering.length + reading.length;
    counters.stepMs += ms;
    counters.llamaMs += llamaMs;
    counters.promptTokens += read;
    if (answering.length > 0) counters.answeringMs += ms;
    if (reading.length > 0) {
      counters.readingMs += ms;
      this.#readingSteps++;
      this.pace.record(read, chunk, ms, answering.length > 0 ? (this.#answerStepMs ?? 0) : 0);
      this.#mixedSteps += answering.length > 0 ? 1 : 0;
    } else {
      this.#answerStepMs = ms;
      this.#mixedSteps = 0;
    }
  }

  /** A run has made tokens. */
  made(tokens: { drafted: number; taken: number; completion: number }): void {
    this.counters.draftTokens += tokens.drafted;
    this.counters.acceptedDraftTokens += tokens.taken;
    this.counters.completionTokens += tokens.completion;
  }

  /** A run has ended; with an answer of so many tokens unless it failed. */
  ended(end: RunEnd, completionTokens?: number): void {
    this.counters.runs[end]++;
    if (completionTokens === undefined) return;
    this.#expectedLength += LENGTH_MEMORY * (completionTokens - this.#expectedLength);
  }
}
