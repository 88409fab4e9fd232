import type { Llama, LlamaModel, LlamaRankingContext } from 'node-llama-cpp';
import { DomainError } from '#contracts';
import { readGgufHeader } from '../memory/read-gguf-header.js';
import type { RankingOptions } from './engine-options.js';
import { loadModel } from './load-model.js';
import type { TurnQueue } from './turn-queue.js';

/** Share of the context that a question may fill; the rest is for the passage and the tokens between them. */
const QUESTION_SHARE = 0.4;

/** A model that reads a question and a passage together and says how well the one answers the other. */
export class RankingModel {
  readonly #model: LlamaModel;
  readonly #context: LlamaRankingContext;
  readonly #turns: TurnQueue;

  private constructor(model: LlamaModel, context: LlamaRankingContext, turns: TurnQueue) {
    this.#model = model;
    this.#context = context;
    this.#turns = turns;
  }

  /** @throws DomainError `model_not_found`, `model_load_failed`, or `model_unsupported` for a file that cannot rank */
  static async load(llama: Llama, options: RankingOptions, turns: TurnQueue): Promise<RankingModel> {
    const model = await loadModel(llama, await readGgufHeader(options.path));
    const name = model.filename ?? 'The model';
    if (!model.fileInsights.supportsRanking) {
      throw new DomainError(
        'model_unsupported',
        `${name} has no classifier and cannot judge passages. Choose a reranker of \`npm run models -- list\`; many conversions of Qwen3 rerankers lack theirs.`,
      );
    }
    const contextSize = Math.min(options.contextSize, model.trainContextSize);
    try {
      // As for embeddings: a batch smaller than the context would judge the last batch of a pair only.
      const context = await model.createRankingContext({ contextSize, batchSize: contextSize });
      return new RankingModel(model, context, turns);
    } catch (cause) {
      throw new DomainError(
        'model_load_failed',
        `The ranking model ${name} could not be set up. Check that it fits the memory.`,
        { cause },
      );
    }
  }

  /** Size of the model in memory, bytes. */
  get bytes(): number {
    return this.#model.size;
  }

  /**
   * For each passage the probability that it answers the question, by the model's own opinion. A passage that does
   * not fit beside the question is judged in overlapping pieces, and the best one counts. Rejects with the signal's
   * reason on abort, after the passage it is at.
   */
  rank(question: string, passages: string[], signal: AbortSignal): Promise<number[]> {
    const longest = Math.floor(this.#context.contextSize * QUESTION_SHARE);
    const tokens = this.#model.tokenize(question, false).slice(0, longest);
    const judge = (passage: string) => () =>
      this.#context.rank(tokens, passage, { onOverflow: { type: 'maxChunk' } });
    return Promise.all(
      passages.map((passage) => this.#turns.run(judge(passage), { kind: 'ranking', signal })),
    );
  }
}
