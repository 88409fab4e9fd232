import type { LlamaContextSequence, Token } from 'node-llama-cpp';
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

/** A sequence of a llama.cpp context. */
export class LlamaSequence implements Sequence {
  readonly #sequence: LlamaContextSequence;

  constructor(sequence: LlamaContextSequence) {
    this.#sequence = sequence;
  }

  /** node-llama-cpp keeps one place of the context free. */
  get capacity(): number {
    return this.#sequence.contextSize - 1;
  }

  get length(): number {
    return this.#sequence.nextTokenIndex;
  }

  commonPrefix(tokens: readonly number[]): number {
    return this.#sequence.compareContextTokens(tokens as Token[]).firstDifferentIndex;
  }

  async keepPrefix(tokens: readonly number[]): Promise<void> {
    await this.#sequence.adaptStateToTokens(tokens as Token[], false);
  }

  async prefill(tokens: readonly number[]): Promise<void> {
    await this.#sequence.evaluateWithoutGeneratingNewTokens(tokens as Token[], { contextShift });
  }

  decode(token: number, { temperature, seed, topP = TOP_P, grammar }: Sampling): TokenSource {
    const tokens = this.#sequence.evaluate([token as Token], {
      temperature,
      seed,
      topK: TOP_K,
      topP,
      ...(grammar && { grammarEvaluationState: grammar }),
      // The scheduler decides what ends an answer.
      yieldEogToken: true,
      contextShift,
    });
    return {
      next: async () => {
        const { value } = await tokens.next();
        if (value === undefined) throw new Error('llama.cpp returned no token.');
        return value;
      },
      close: async () => {
        await tokens.return();
      },
    };
  }
}
