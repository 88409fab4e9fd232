import { DomainError } from '#contracts';
import { joinPassage, type PassageText } from '../embedder.js';
import type { EngineHost } from '../engine/engine-host.js';

/** A GGUF ranking model in the engine process. */
export class LlamaReranker {
  readonly id: string;
  readonly #host: EngineHost;

  /**
   * `id`: what searches say of where their order comes from.
   *
   * @throws DomainError `model_not_found` when the host was started without a ranking model
   */
  constructor(host: EngineHost, id: string) {
    if (!host.info.ranking) {
      throw new DomainError('model_not_found', 'The engine was started without a ranking model.');
    }
    this.id = id;
    this.#host = host;
  }

  /** How well each passage answers the question, 0 … 1, in the order given. Aborting rejects with `cancelled`. */
  rank(question: string, passages: PassageText[], signal: AbortSignal): Promise<number[]> {
    return this.#host.rank(question, passages.map(joinPassage), signal);
  }
}
