import { DomainError } from '#contracts';
import type { Embedder } from '../embedder.js';
import type { EngineHost } from '../engine/engine-host.js';

export interface LlamaEmbedderOptions {
  /** Names model file and prefixes; see {@link Embedder.id}. */
  id: string;
  /** Put before every question, e.g. `task: search result | query: `. */
  queryPrefix: string;
  /** Put before every passage. */
  passagePrefix: string;
  note?: string;
}

/** Passages per message to the engine: few enough to stop soon, enough to keep it busy. */
const BATCH = 16;

/** A GGUF embedding model in the engine process. */
export class LlamaEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly note?: string;
  readonly #host: EngineHost;
  readonly #options: LlamaEmbedderOptions;

  /** @throws DomainError `model_not_found` when the host was started without an embedding model */
  constructor(host: EngineHost, options: LlamaEmbedderOptions) {
    if (host.info.embedding === null) {
      throw new DomainError('model_not_found', 'The engine was started without an embedding model.');
    }
    this.id = options.id;
    this.dimensions = host.info.embedding.dimensions;
    if (options.note !== undefined) this.note = options.note;
    this.#host = host;
    this.#options = options;
  }

  async embedQuery(text: string): Promise<Float32Array> {
    const [vector] = await this.#host.embed([this.#options.queryPrefix + text], true);
    if (vector === undefined) throw new DomainError('internal_error', 'The engine returned no vector.');
    return vector;
  }

  async embedPassages(texts: string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += BATCH) {
      const batch = texts.slice(start, start + BATCH).map((text) => this.#options.passagePrefix + text);
      vectors.push(...(await this.#host.embed(batch, false, signal)));
    }
    return vectors;
  }

  /** Closes the host, and with it a generator on the same host. */
  close(): Promise<void> {
    return this.#host.close();
  }
}
