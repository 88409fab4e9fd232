import { PromptLookup } from './prompt-lookup.js';
import type { Sampling, TokenSource } from './sequence.js';

/** A generation that the scheduler is asked for. */
export interface RunRequest {
  /** The whole prompt; at least one token. */
  tokens: readonly number[];
  maxTokens: number;
  sampling: Sampling;
  /** Interactive runs are admitted before batch runs. */
  priority: 'interactive' | 'batch';
  /** Whether to propose tokens by looking them up in the prompt. The answer is the same, in fewer steps. */
  lookup: boolean;
  /** What the caller calls the beginning of the prompt, to be told later who holds it. */
  prefixKey?: string;
  /** Whether a token ends the answer; it is not passed on. */
  isEnd: (token: number) => boolean;
  onToken: (token: number) => void;
  /** Whether the text has reached its end with the tokens so far, before the model says so. */
  isComplete?: () => boolean;
  signal: AbortSignal;
}

/** How a run ended. Times in milliseconds. */
export interface RunResult {
  stopReason: 'end' | 'max_tokens' | 'context_full';
  reusedTokens: number;
  completionTokens: number;
  /** From admission to the first token. */
  prefillMs: number;
  /** From the request to the first token. */
  ttftMs: number;
  /** From the first token to the end. */
  decodeMs: number;
}

/** `computing`: the error came out of a computation, so what the sequence holds is unknown. */
type Outcome = { stopReason: RunResult['stopReason'] } | { error: unknown; computing: boolean };

/** A run inside the scheduler. It has ended when `outcome` is set; the scheduler then settles it between two steps. */
export class Run {
  readonly request: RunRequest;
  readonly resolve: (result: RunResult) => void;
  readonly reject: (error: unknown) => void;
  source: TokenSource | null = null;
  /** Null without lookup. */
  readonly lookup: PromptLookup | null;
  reusedTokens = 0;
  outcome: Outcome | null = null;
  #completionTokens = 0;
  readonly #requestedAt: number;
  #admittedAt = 0;
  #firstTokenAt: number | null = null;

  constructor(
    request: RunRequest,
    now: number,
    resolve: (result: RunResult) => void,
    reject: (error: unknown) => void,
  ) {
    this.request = request;
    this.#requestedAt = now;
    this.resolve = resolve;
    this.reject = reject;
    const { tokens, maxTokens, isEnd } = request;
    this.lookup = request.lookup ? new PromptLookup(tokens, maxTokens, isEnd) : null;
  }

  /** Tokens of the answer so far. */
  get completionTokens(): number {
    return this.#completionTokens;
  }

  admitted(reusedTokens: number, now: number): void {
    this.reusedTokens = reusedTokens;
    this.#admittedAt = now;
  }

  /** Takes the tokens that a step made, and notices when one of them was the last. */
  accept(tokens: readonly number[], now: number): void {
    this.#firstTokenAt ??= now;
    for (const token of tokens) {
      if (this.outcome !== null) return;
      this.#accept(token);
    }
  }

  #accept(token: number): void {
    if (this.request.isEnd(token)) {
      this.outcome = { stopReason: 'end' };
      return;
    }
    this.#completionTokens++;
    this.request.onToken(token);
    if (this.request.isComplete?.()) this.outcome = { stopReason: 'end' };
    else if (this.#completionTokens >= this.request.maxTokens) this.outcome = { stopReason: 'max_tokens' };
  }

  result(stopReason: RunResult['stopReason'], now: number): RunResult {
    const firstTokenAt = this.#firstTokenAt ?? now;
    return {
      stopReason,
      reusedTokens: this.reusedTokens,
      completionTokens: this.#completionTokens,
      prefillMs: firstTokenAt - this.#admittedAt,
      ttftMs: firstTokenAt - this.#requestedAt,
      decodeMs: now - firstTokenAt,
    };
  }
}
