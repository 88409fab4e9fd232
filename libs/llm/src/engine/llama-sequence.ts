import type {
  ControlledEvaluateInputItem,
  CustomBatchingPrioritizationStrategy,
  EvaluationPriority,
  LlamaContextSequence,
  Token,
} from 'node-llama-cpp';
import type { Sampling, Sequence, TokenSource } from './sequence.js';

/** llama.cpp's customary sampling. No penalty on repeated tokens: it would punish quoting. */
const TOP_K = 40;
const TOP_P = 0.95;

/** Without this, node-llama-cpp drops the beginning of a full context and computes on as if nothing had happened. */
const contextShift = {
  strategy: () => {
    throw new Error('The context is full.');
  },
};

/**
 * Puts a batch's tokens in the order of their sequences, whichever was asked for first: llama.cpp computes only ascending
 * neighbours together. node-llama-cpp tells what it calls a priority of each, so that is the sequence's number here. A
 * step fits its batch, so each gives all its tokens.
 */
export const bySequence: CustomBatchingPrioritizationStrategy = ({ items }) =>
  [...items]
    .sort((a, b) => a.evaluationPriority - b.evaluationPriority)
    .map((item) => ({ item, processAmount: item.tokens.length }));

/** What node-llama-cpp 3.22.1 has and does not document: llama.cpp's own copy of one sequence's cache to another. */
interface Copying {
  _copyStateFromOtherSequence?: (other: LlamaContextSequence, upTo: number) => Promise<boolean>;
}

/** A sequence of a llama.cpp context. */
export class LlamaSequence implements Sequence {
  readonly #sequence: LlamaContextSequence;
  readonly #priority: EvaluationPriority;
  readonly copyFrom?: (other: Sequence, length: number) => Promise<void>;

  /** `number`: of the sequences of its context, in the order in which they were made. */
  constructor(sequence: LlamaContextSequence, number: number) {
    this.#sequence = sequence;
    this.#priority = number as EvaluationPriority;
    if ('_copyStateFromOtherSequence' in sequence)
      this.copyFrom = (other, length) => this.#copy(other, length);
  }

  /** node-llama-cpp keeps one place of the context free. */
  get capacity(): number {
    return this.#sequence.contextSize - 1;
  }

  get length(): number {
    return this.#sequence.nextTokenIndex;
  }

  get tokens(): readonly number[] {
    return this.#sequence.contextTokens;
  }

  commonPrefix(tokens: readonly number[]): number {
    return this.#sequence.compareContextTokens(tokens as Token[]).firstDifferentIndex;
  }

  async truncate(length: number): Promise<void> {
    if (length === 0) await this.#sequence.clearHistory();
    else await this.#sequence.eraseContextTokenRanges([{ start: length, end: this.length }]);
  }

  async save(file: string): Promise<void> {
    await this.#sequence.saveStateToFile(file);
  }

  /** The file must come from this very model, KV types and RoPE regime: llama.cpp believes what it reads. */
  async load(file: string): Promise<void> {
    await this.truncate(0);
    await this.#sequence.loadStateFromFile(file, { acceptRisk: true });
  }

  async prefill(tokens: readonly number[]): Promise<void> {
    const options = { contextShift, evaluationPriority: this.#priority };
    await this.#sequence.evaluateWithoutGeneratingNewTokens(tokens as Token[], options);
  }

  decode(tokens: readonly number[], sampling: Sampling): TokenSource {
    return sampling.grammar || sampling.temperature === 0
      ? this.#steady(tokens, sampling)
      : this.#drawn(tokens, sampling);
  }

  /**
   * One evaluation that goes on through the run, with one sampler: `controlledEvaluate` makes one for each step, which
   * takes 12 bytes for each token of the vocabulary from the system, and a tenth of a small model's step. Drafts are
   * checked beside it. A grammar advances with every token that is sampled, so that it cannot be asked about drafts:
   * they are ignored.
   */
  #steady(tokens: readonly number[], sampling: Sampling): TokenSource {
    const { temperature, seed, topP = TOP_P, grammar } = sampling;
    let next = tokens;
    let evaluation: ReturnType<LlamaContextSequence['evaluateWithMetadata']> | null = null;
    const step = async (): Promise<number> => {
      const options = {
        temperature,
        seed,
        topK: TOP_K,
        topP,
        ...(grammar && { grammarEvaluationState: grammar }),
        // The scheduler decides what ends an answer.
        yieldEogToken: true,
        contextShift,
        evaluationPriority: this.#priority,
      };
      evaluation ??= this.#sequence.evaluateWithMetadata(next as Token[], {}, options);
      const { value } = await evaluation.next(next as Token[]);
      if (value === undefined) throw new Error('llama.cpp returned no token.');
      return value.token;
    };
    return {
      next: async (draft) => {
        const made =
          grammar || draft.length === 0 ? [await step()] : await this.#evaluate(next, draft, sampling);
        next = made.slice(-1);
        return made;
      },
      close: async () => {
        await evaluation?.return();
      },
    };
  }

  #drawn(tokens: readonly number[], sampling: Sampling): TokenSource {
    let next = tokens;
    return {
      next: async (draft) => {
        const made = await this.#evaluate(next, draft, sampling);
        next = made.slice(-1);
        return made;
      },
      close: async () => {},
    };
  }

  /**
   * Each place of the text has a random number of its own, by which its token is sampled, whether the place was reached
   * by a draft or without one. A draft's token is taken when it is the one that was sampled there: that is speculative
   * sampling with a draft that is certain of itself (Leviathan, Kalman and Matias 2023, arXiv:2211.17192, whose
   * acceptance rule comes down to this when the draft's distribution has one value), so answers are distributed as
   * without drafts, and the same seed makes the same answer.
   */
  async #evaluate(
    tokens: readonly number[],
    draft: readonly number[],
    { temperature, seed, topP = TOP_P }: Sampling,
  ): Promise<number[]> {
    const start = this.length;
    const last = tokens.length - 1;
    const input = [...tokens, ...draft].map((one, i): ControlledEvaluateInputItem => {
      if (i < last) return one as Token;
      const options = { temperature, topK: TOP_K, topP, seed: seedAt(seed, start + i) };
      return [one as Token, { generateNext: { token: true, options } }];
    });
    const results = await this.#sequence.controlledEvaluate(input, {
      contextShift,
      evaluationPriority: this.#priority,
    });
    const made: number[] = [];
    for (const [i, result] of results.slice(last).entries()) {
      const next = result?.next.token;
      if (next === undefined || next === null) throw new Error('llama.cpp returned no token.');
      made.push(next);
      if (next !== draft[i]) break;
    }
    return made;
  }

  async #copy(other: Sequence, length: number): Promise<void> {
    if (!(other instanceof LlamaSequence))
      throw new TypeError('Only sequences of one context can be copied.');
    // Emptied first: llama.cpp adds what it copies to what is there.
    await this.truncate(0);
    await (this.#sequence as Copying)._copyStateFromOtherSequence?.(other.#sequence, length);
    if (this.length !== length) throw new Error('llama.cpp could not copy a sequence.');
  }
}

/** A seed for the token at `place`: neighbouring ones have nothing in common (the finaliser of MurmurHash3). */
function seedAt(seed: number, place: number): number {
  let hash = (seed ^ Math.imul(place, 0x9e3779b1)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
