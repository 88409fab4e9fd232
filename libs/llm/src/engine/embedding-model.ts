import type { Llama, LlamaEmbeddingContext, LlamaModel, Token } from 'node-llama-cpp';
import { DomainError } from '#contracts';
import { readGgufHeader } from '../memory/read-gguf-header.js';
import type { EmbeddingOptions } from './engine-options.js';
import { loadModel } from './load-model.js';
import { declaredPooling, poolingOverride } from './pooling.js';
import type { EmbeddingInfo } from './protocol.js';
import type { TurnQueue } from './turn-queue.js';

/** Tokens around a text (beginning and end), and the place of the context that node-llama-cpp keeps free. */
const FRAME_TOKENS = 3;

/** An embedding model. Vectors have unit length. A text longer than the context is cut into windows, whose vectors
 * are averaged by their lengths. */
export class EmbeddingModel {
  readonly info: EmbeddingInfo;
  readonly #model: LlamaModel;
  readonly #context: LlamaEmbeddingContext;
  readonly #turns: TurnQueue;

  private constructor(
    model: LlamaModel,
    context: LlamaEmbeddingContext,
    info: EmbeddingInfo,
    turns: TurnQueue,
  ) {
    this.#model = model;
    this.#context = context;
    this.#turns = turns;
    this.info = info;
  }

  /** @throws DomainError `model_not_found`, `model_load_failed` or `model_unsupported` */
  static async load(llama: Llama, options: EmbeddingOptions, turns: TurnQueue): Promise<EmbeddingModel> {
    const header = await readGgufHeader(options.path);
    const metadataOverrides = poolingOverride(header, options.pooling);
    const model = await loadModel(llama, header, { metadataOverrides });
    const pooling = options.pooling ?? declaredPooling(header) ?? 'last';
    const contextSize = Math.min(options.contextSize, model.trainContextSize);
    try {
      // A batch smaller than the context would make node-llama-cpp pool the last batch of a text only.
      const context = await model.createEmbeddingContext({ contextSize, batchSize: contextSize });
      const info = { dimensions: model.embeddingVectorSize, pooling, contextSize };
      return new EmbeddingModel(model, context, info, turns);
    } catch (cause) {
      throw new DomainError(
        'model_load_failed',
        `The embedding model ${model.filename ?? ''} could not be set up. Check that it is an embedding model, and that it fits the memory.`,
        { cause },
      );
    }
  }

  /** Size of the model in memory, bytes. */
  get bytes(): number {
    return this.#model.size;
  }

  /** Vectors in the order of `texts`. Rejects with the signal's reason on abort, after the text it is at. */
  embed(texts: string[], urgent: boolean, signal: AbortSignal): Promise<Float32Array[]> {
    const kind = urgent ? 'question' : 'document';
    return Promise.all(texts.map((text) => this.#turns.run(() => this.#vector(text), { kind, signal })));
  }

  async #vector(text: string): Promise<Float32Array> {
    const tokens = this.#model.tokenize(text, false);
    const sum = new Float32Array(this.info.dimensions);
    const size = this.info.contextSize - FRAME_TOKENS;
    for (let start = 0; start === 0 || start < tokens.length; start += size) {
      const window = tokens.slice(start, start + size);
      const { vector } = await this.#context.getEmbeddingFor(this.#framed(window));
      const length = Math.hypot(...vector);
      for (const [i, value] of vector.entries())
        sum[i] = (sum[i] ?? 0) + (value / length) * Math.max(1, window.length);
    }
    return unit(sum);
  }

  /**
   * node-llama-cpp adds the tokens that frame a text, but for Unigram vocabularies (bge-m3, multilingual-e5) it
   * forgets the beginning, which is the very token that CLS pooling reads.
   */
  #framed(window: Token[]): Token[] {
    const { bos, shouldPrependBosToken } = this.#model.tokens;
    return shouldPrependBosToken && bos !== null ? [bos, ...window] : window;
  }
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (!(length > 0))
    throw new DomainError('generation_failed', 'The embedding model returned no direction for a text.');
  return vector.map((value) => value / length);
}
