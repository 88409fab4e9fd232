/** Prompt tokens of the first step: one second's work for two slow cores, one per cent of a GPU's. */
const FIRST_CHUNK = 32;
const SMALLEST_CHUNK = 16;
/** Steps that the speed is judged by. Of these the fastest counts: a busy machine makes steps slower, never faster. */
const REMEMBERED_STEPS = 4;

/**
 * Milliseconds that one step should take. A cancelled question leaves at the end of a step, so this bounds how long
 * that takes, also where a busy machine makes it three times as long; where answers stream, each of their tokens waits
 * for the prompts read beside it. Shorter steps cost throughput: on a CPU, 16 tokens at a time take a third longer than
 * 64. Where many answers take most of a step by themselves, prompts have as long again: else they would starve.
 */
const STEP_MS = { reading: 300, answering: 250 };

/**
 * Decides how many prompt tokens to read per step. Speeds differ a thousandfold between a busy laptop and a data
 * centre's GPU, so the number follows what the last steps took.
 */
export class PrefillPace {
  readonly #largest: number;
  /** Prompt tokens per millisecond of the last steps. */
  readonly #speeds: number[] = [];
  #lastChunk = FIRST_CHUNK / 2;

  /** `largest`: prompt tokens that fit one batch. */
  constructor(largest: number) {
    this.#largest = largest;
  }

  /** What the last steps say of the speed; null before the first. */
  get tokensPerMs(): number | null {
    return this.#speeds.length === 0 ? null : Math.max(...this.#speeds);
  }

  /**
   * Prompt tokens for the next step, in which answers are made too, or prompts are only read. `answersMs`: what the
   * answers take of it.
   */
  chunk(beside: keyof typeof STEP_MS, answersMs = 0): number {
    // Twice the last at most: what is not known yet is approached from below.
    const most = Math.min(this.#lastChunk * 2, this.#largest);
    const { tokensPerMs } = this;
    if (tokensPerMs === null) return most;
    const ms = Math.max(STEP_MS[beside] - answersMs, Math.min(STEP_MS[beside], answersMs));
    return Math.min(most, Math.max(SMALLEST_CHUNK, Math.round(ms * tokensPerMs)));
  }

  /**
   * Learns from a step that read `tokens` of the `chunk` prompt tokens it might have read, in `ms`, of which the answers
   * beside it took about `answersMs`.
   */
  record(tokens: number, chunk: number, ms: number, answersMs = 0): void {
    // A step that had little to read says nothing about a full one.
    if (tokens * 2 < chunk) return;
    this.#lastChunk = chunk;
    // What answers take differs from step to step; reading had its part in any case.
    this.#speeds.push(tokens / Math.max(ms - answersMs, ms / 4, 1));
    if (this.#speeds.length > REMEMBERED_STEPS) this.#speeds.shift();
  }
}

/** A prompt that is being read: what is left of it, and whether somebody waits for its answer. */
export interface Reading {
  tokens: number;
  batch: boolean;
}

/**
 * Shares a step's prompt tokens among prompts, given oldest first: the oldest is sure of a quarter, so that it moves
 * however many short ones arrive; the rest goes to those that somebody waits for, the shortest first, so that a short
 * question does not wait for a long one, and then to batch work in the same way.
 */
export function sharePrefill(prompts: readonly Reading[], chunk: number): number[] {
  const shares = prompts.map(() => 0);
  let left = chunk;
  const give = (index: number, atMost: number) => {
    const share = Math.min((prompts[index]?.tokens ?? 0) - (shares[index] ?? 0), atMost, left);
    shares[index] = (shares[index] ?? 0) + share;
    left -= share;
  };
  if (prompts.length > 0) give(0, Math.ceil(chunk / 4));
  const inOrder = prompts
    .map((prompt, index) => ({ ...prompt, index }))
    .sort((a, b) => Number(a.batch) - Number(b.batch) || a.tokens - b.tokens);
  for (const { index } of inOrder) give(index, left);
  return shares;
}
