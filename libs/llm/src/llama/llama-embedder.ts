import { DomainError } from '#contracts';
import { type Embedder, joinPassage, type PassageText } from '../embedder.js';
import type { EngineHost } from '../engine/engine-host.js';
import { embedderId } from '../models/embedder-identity.js';

export interface LlamaEmbedderOptions {
  /** Catalogue id or file name. */
  name: string;
  /** SHA-256 of the model file. */
  sha256: string;
  /** Put before every question, e.g. `task: search result | query: `. */
  queryPrefix: string;
  /** Put before every passage; `{title}` in it stands for the passage's heading path. */
  passagePrefix: string;
  note?: string;
}

/** Passages per message to the engine: few enough to stop soon, enough to keep it busy. */
const BATCH = 16;

/** Where a passage prefix takes the heading path, and what stands there for a passage without one. */
const TITLE = '{title}';
const NO_TITLE = 'none';

/** A GGUF embedding model in the engine process. */
export class LlamaEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly note?: string;
  readonly #host: EngineHost;
  readonly #model: number;
  readonly #options: LlamaEmbedderOptions;

  /**
   * `model`: its place among the host's embedding models.
   *
   * @throws DomainError `model_not_found` when the host was started without it
   */
  constructor(host: EngineHost, model: number, options: LlamaEmbedderOptions) {
    const embedding = host.info.embeddings[model];
    if (embedding === undefined) {
      throw new DomainError('model_not_found', 'The engine was started without that embedding model.');
    }
    this.#model = model;
    this.id = embedderId(options.name, { ...options, ...embedding });
    this.dimensions = embedding.dimensions;
    if (options.note !== undefined) this.note = options.note;
    this.#host = host;
    this.#options = options;
  }

  async embedQuery(text: string): Promise<Float32Array> {
    const texts = [this.#options.queryPrefix + text];
    const [vector] = await this.#host.embed({ model: this.#model, texts, urgent: true });
    if (vector === undefined) throw new DomainError('internal_error', 'The engine returned no vector.');
    return vector;
  }

  async embedPassages(passages: PassageText[], signal?: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < passages.length; start += BATCH) {
      const texts = passages.slice(start, start + BATCH).map((passage) => this.#written(passage));
      vectors.push(...(await this.#host.embed({ model: this.#model, texts, urgent: false }, signal)));
    }
    return vectors;
  }

  /** Closes the host, and with it a generator on the same host. */
  close(): Promise<void> {
    return this.#host.close();
  }

  /** The passage as the model was trained to read it. */
  #written(passage: PassageText): string {
    const { passagePrefix } = this.#options;
    if (!passagePrefix.includes(TITLE)) return passagePrefix + joinPassage(passage);
    const title = passage.heading === '' ? NO_TITLE : passage.heading;
    return passagePrefix.replace(TITLE, () => title) + passage.text;
  }
}
