import type { LlamaEmbeddingContext, LlamaModel, Token } from 'node-llama-cpp';
import { DomainError } from '#contracts';
import type { EmbeddingOptions } from './engine-options.js';

/** Tokens around a text (beginning and end), and the place of the context that node-llama-cpp keeps free. */
const FRAME_TOKENS = 3;

interface Waiting {
  text: string;
  signal: AbortSignal;
  resolve: (vector: Float32Array) => void;
  reject: (error: unknown) => void;
}

/**
 * Embeds texts one after another, urgent ones first: a question overtakes a document of a thousand passages. Vectors
 * have unit length. A text longer than the context is cut into windows, whose vectors are averaged by their lengths.
 */
export class EmbeddingQueue {
  readonly dimensions: number;
  readonly #model: LlamaModel;
  readonly #context: LlamaEmbeddingContext;
  readonly #window: number;
  readonly #urgent: Waiting[] = [];
  readonly #ordinary: Waiting[] = [];
  #working = false;

  private constructor(model: LlamaModel, context: LlamaEmbeddingContext, contextSize: number) {
    this.#model = model;
    this.#context = context;
    this.#window = contextSize - FRAME_TOKENS;
    this.dimensions = model.embeddingVectorSize;
  }

  static async create(model: LlamaModel, options: EmbeddingOptions): Promise<EmbeddingQueue> {
    const contextSize = Math.min(options.contextSize, model.trainContextSize);
    try {
      // A batch smaller than the context would make node-llama-cpp pool the last batch of a text only.
      const context = await model.createEmbeddingContext({ contextSize, batchSize: contextSize });
      return new EmbeddingQueue(model, context, contextSize);
    } catch (cause) {
      throw new DomainError(
        'model_load_failed',
        `The embedding model ${model.filename ?? ''} could not be set up. Check that it is an embedding model, and that it fits the memory.`,
        { cause },
      );
    }
  }

  /** Vectors in the order of `texts`. Rejects with the signal's reason on abort, after the text it is at. */
  embed(texts: string[], urgent: boolean, signal: AbortSignal): Promise<Float32Array[]> {
    const queue = urgent ? this.#urgent : this.#ordinary;
    const vectors = texts.map(
      (text) =>
        new Promise<Float32Array>((resolve, reject) => {
          queue.push({ text, signal, resolve, reject });
        }),
    );
    if (!this.#working) {
      this.#working = true;
      void this.#work();
    }
    return Promise.all(vectors);
  }

  async #work(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const { text, signal, resolve, reject } = next;
      if (signal.aborted) reject(signal.reason);
      else await this.#vector(text).then(resolve, reject);
    }
    this.#working = false;
  }

  #next(): Waiting | undefined {
    return this.#urgent.shift() ?? this.#ordinary.shift();
  }

  async #vector(text: string): Promise<Float32Array> {
    const tokens = this.#model.tokenize(text, false);
    const sum = new Float32Array(this.dimensions);
    for (let start = 0; start === 0 || start < tokens.length; start += this.#window) {
      const window = tokens.slice(start, start + this.#window);
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
