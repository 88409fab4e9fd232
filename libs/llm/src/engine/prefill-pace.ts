/** Prompt tokens of the first step: one second's work for two slow cores, one per cent of a GPU's. */
const FIRST_CHUNK = 32;
const SMALLEST_CHUNK = 16;
/** Steps that the speed is judged by. Of these the fastest counts: a busy machine makes steps slower, never faster. */
const REMEMBERED_STEPS = 4;

/**
 * Milliseconds that one step may take. A cancelled question leaves at the end of a step, so this bounds how long
 * that takes, also where a busy machine makes it three times as long; where answers stream, each of their tokens waits
 * for the prompts read beside it. Shorter steps cost throughput: on a CPU, 16 tokens at a time take 7 % longer than 256,
 * and 8 a third. Where many answers take most of a step by themselves, prompts have as long again: else they would starve.
 */
const STEP_MS = { reading: 300, answering: 250 };
/** A step reads at least this many tokens if it may, as fewer at a time take longer (128 by less than 1 % on a CPU) … */
const EFFICIENT_CHUNK = 128;
/** … and where it reads them in less than this share of its time, more for so long: who comes next waits for its end. */
const EASY_SHARE = 0.5;

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
    const tokens = Math.min(ms * tokensPerMs, Math.max(EFFICIENT_CHUNK, EASY_SHARE * ms * tokensPerMs));
    return Math.min(most, Math.max(SMALLEST_CHUNK, Math.round(tokens)));
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

/** The oldest prompt comes first in one of so many steps. */
export const OLDEST_EVERY = 4;

/**
 * Tokens that llama.cpp's kernels multiply with a weight at once. What is left over of a piece takes longer, its last
 * three tokens as long as an answer's (`forward_mul_mat` in ggml-cpu/repack.cpp).
 */
const GROUP = 16;

export interface Sharing {
  /** Prompt tokens for the step. */
  chunk: number;
  /** Whether it is the oldest prompt's turn. */
  oldestFirst: boolean;
  /** Whether answers are made in the same step. */
  besideAnswers: boolean;
}

/**
 * Shares a step's prompt tokens among prompts, given oldest first: to those that somebody waits for, the shortest first,
 * so that a short question does not wait for a long one, and then to batch work in the same way; in some steps to the
 * oldest before all, so that it moves however many short ones arrive. Each has all it can take before the next has any:
 * llama.cpp computes pieces of different lengths one after the other. A piece that is not a prompt's last fills whole
 * groups; the first token of one beside answers is computed with theirs (`split_equal` in llama-batch.cpp), so it has
 * one more.
 */
export function sharePrefill(
  prompts: readonly Reading[],
  { chunk, oldestFirst, besideAnswers }: Sharing,
): number[] {
  const shares = prompts.map(() => 0);
  const rank = (index: number, batch: boolean): number => (oldestFirst && index === 0 ? -1 : Number(batch));
  const inOrder = prompts
    .map(({ tokens, batch }, index) => ({ tokens, index, rank: rank(index, batch) }))
    .sort((a, b) => a.rank - b.rank || a.tokens - b.tokens);
  let left = chunk;
  for (const { index, tokens } of inOrder) {
    if (tokens > left) {
      const groups = left - (left % GROUP);
      if (groups > 0) shares[index] = Math.min(tokens, groups + (besideAnswers ? 1 : 0));
      else if (left === chunk) shares[index] = left;
      break;
    }
    shares[index] = tokens;
    left -= tokens;
  }
  return shares;
}
