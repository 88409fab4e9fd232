import type { ModelView } from '#contracts';
import type { EngineHost } from '../engine/engine-host.js';
import type {
  GenerateOptions,
  GenerateRequest,
  Generation,
  Generator,
  GeneratorInfo,
  PromptContent,
  PromptCost,
} from '../generator.js';

/** Phi-3 in the engine process. The host may serve an embedder as well; whoever made the host closes it last. */
export class LlamaGenerator implements Generator {
  readonly #host: EngineHost;
  readonly #model: Pick<ModelView, 'id' | 'note'>;

  /** `model`: what answers say of where they come from. */
  constructor(host: EngineHost, model: Pick<ModelView, 'id' | 'note'>) {
    this.#host = host;
    this.#model = model;
  }

  info(): GeneratorInfo {
    const { lanes } = this.#host.info;
    const [first = null] = lanes;
    return { model: this.#view(first), rewrites: true, lanes, tokenCounts: 'exact' };
  }

  measure(content: PromptContent): Promise<PromptCost> {
    return this.#host.measure(content);
  }

  countTokens(texts: string[]): Promise<number[]> {
    return this.#host.countTokens(texts);
  }

  async generate(request: GenerateRequest, options: GenerateOptions): Promise<Generation> {
    const made = await this.#host.generate(request, options);
    return {
      text: made.text,
      stopReason: made.stopReason,
      usage: {
        prompt_tokens: made.promptTokens,
        reused_tokens: made.reusedTokens,
        completion_tokens: made.completionTokens,
      },
      timings: { prefillMs: made.prefillMs, ttftMs: made.ttftMs, decodeMs: made.decodeMs },
      model: this.#view(made.lane),
    };
  }

  /** None while the engine restarts: what it held is lost. */
  async held(): Promise<string[]> {
    const stats = await this.#host.stats();
    return stats?.lanes.flatMap(({ held }) => held.flatMap(({ key }) => key ?? [])) ?? [];
  }

  /** Closes the host, and with it an embedder on the same host. */
  close(): Promise<void> {
    return this.#host.close();
  }

  #view(lane: { name: 'short' | 'long'; contextSize: number } | null): ModelView {
    return {
      ...this.#model,
      generator: 'llama',
      lane: lane?.name ?? null,
      context_size: lane?.contextSize ?? null,
    };
  }
}
