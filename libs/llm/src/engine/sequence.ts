import type { LlamaGrammarEvaluationState } from 'node-llama-cpp';

/** How the next token is chosen. Temperature 0 takes the likeliest. */
export interface Sampling {
  temperature: number;
  seed: number;
  /** Probability mass that tokens are drawn from; left out, the model's customary one. */
  topP?: number;
  /** What the text may go on with; it advances with every token, so it belongs to one run. */
  grammar?: LlamaGrammarEvaluationState;
}

/** A generation in progress on a sequence. */
export interface TokenSource {
  /**
   * Computes the token before, at first all that it began with, and returns the next one. With a `draft` of the tokens
   * that may follow it computes those in the same batch, and returns as many of them as it would have made itself, and
   * the one that comes after: one token at least, `draft.length + 1` at most. Draft tokens that it refuses stay in the
   * cache until `truncate`.
   */
  next(draft: readonly number[]): Promise<number[]>;
  /** Frees the sampler. The sequence keeps its tokens. */
  close(): Promise<void>;
}

/**
 * One sequence of a context: tokens whose keys and values are cached. This is all that the scheduler knows about
 * llama.cpp, so it is tested against a model made of arithmetic. Calls on one sequence never overlap; `truncate` and
 * `copyFrom` are called only while no sequence of the context computes (node-llama-cpp starves them otherwise).
 */
export interface Sequence {
  /** Most tokens that the cache can hold. */
  readonly capacity: number;
  /** Tokens in the cache. */
  readonly length: number;
  readonly tokens: readonly number[];
  /** How many of the cached tokens, from the first, `tokens` begins with. */
  commonPrefix(tokens: readonly number[]): number;
  /** Drops every cached token from place `length` on. */
  truncate(length: number): Promise<void>;
  /** Replaces the cache by the first `length` tokens of another sequence's; absent where that cannot be done. */
  copyFrom?: (other: Sequence, length: number) => Promise<void>;
  /** Writes the cache to a file, and reads it back into an emptied one; absent where that cannot be done. */
  save?: (file: string) => Promise<void>;
  load?: (file: string) => Promise<void>;
  /** Appends tokens to the cache. */
  prefill(tokens: readonly number[]): Promise<void>;
  /** Begins to generate after the cached tokens and these, one at least. Nothing is computed before the first `next`. */
  decode(tokens: readonly number[], sampling: Sampling): TokenSource;
}
