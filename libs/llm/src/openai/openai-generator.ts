import { DomainError, type LaneInfo, type ModelView } from '#contracts';
import { StopText } from '../engine/stop-text.js';
import type {
  GenerateOptions,
  GenerateRequest,
  Generation,
  Generator,
  GeneratorInfo,
  PromptContent,
  PromptCost,
} from '../generator.js';
import { GeneratorUnavailableError } from '../generator-unavailable-error.js';
import { ChatPrompt } from './chat-prompt.js';
import { ModelServer } from './model-server.js';
import { readCompletion } from './read-completion.js';
import { AfterText } from './resilience.js';
import { askServer, type ServerFacts } from './server-facts.js';
import type { ServerOptions } from './server-options.js';
import { TokenCounter } from './token-counter.js';

/** Tokens that a chat template puts around the messages, at most: four control tokens and a line's end each. */
const TEMPLATE = 24;
/** Assumed of a server that does not tell: what the smallest models in use hold. */
const UNKNOWN_CONTEXT = 4096;
/** After a failure to learn about the server, for how long it is not asked again. */
const ASK_AGAIN_MS = 10_000;

export interface OpenAiGeneratorOptions extends ServerOptions {
  /** The model's name on the server; answers say it, and questions may name it. */
  model: string;
  /** Requests at a time. */
  concurrency: number;
  /** Tokens of prompt and answer together; left out, what the server says, else 4,096. */
  contextSize?: number;
  /** See {@link ModelOptions.promptSecret}. */
  promptSecret?: string;
}

/** A model behind an OpenAI-compatible server: Ollama, LM Studio, llama.cpp, vLLM, Azure AI and others. */
export class OpenAiGenerator implements Generator {
  readonly #options: OpenAiGeneratorOptions;
  readonly #server: ModelServer;
  readonly #prompt: ChatPrompt;
  readonly #counter: TokenCounter;
  #facts: ServerFacts | null = null;
  #asking: Promise<void> | null = null;
  #askAgainAt = 0;
  /** Whether to ask for token counts at the end of the stream; a few servers refuse what they do not know. */
  #asksUsage = true;

  constructor(options: OpenAiGeneratorOptions) {
    this.#options = options;
    this.#server = new ModelServer(options);
    this.#prompt = new ChatPrompt(options.promptSecret);
    this.#counter = new TokenCounter(this.#server, options.model);
  }

  info(): GeneratorInfo {
    return {
      model: this.#view(),
      rewrites: true,
      lanes: [this.#lane()],
      tokenCounts: this.#facts?.tokenizes ? 'exact' : 'estimated',
      breaker: this.#server.breaker,
    };
  }

  /** Learns from the server what its model holds; while it cannot be reached, the answer is an assumption. */
  async learn(): Promise<void> {
    if (this.#facts !== null || performance.now() < this.#askAgainAt) return;
    this.#asking ??= askServer(this.#server, this.#options.model)
      .then((facts) => void (this.#facts = facts))
      .catch(() => void (this.#askAgainAt = performance.now() + ASK_AGAIN_MS))
      .finally(() => (this.#asking = null));
    await this.#asking;
  }

  async measure(content: PromptContent): Promise<PromptCost> {
    await this.learn();
    if (content.chat && !content.grounded) {
      const said = this.#prompt.messages(content);
      const counts = await this.countTokens(said.map((message) => message.content));
      return { fixed: sum(counts) + TEMPLATE * (said.length + 1), sources: [], history: [] };
    }
    const { system, sources, history, closing } = this.#prompt.pieces(content);
    const [fixed = 0, last = 0, ...rest] = await this.countTokens([
      system ?? '',
      closing,
      ...sources,
      ...history,
    ]);
    return {
      fixed: fixed + last + TEMPLATE,
      sources: rest.slice(0, sources.length),
      history: rest.slice(sources.length),
    };
  }

  async countTokens(texts: string[]): Promise<number[]> {
    await this.learn();
    return this.#counter.count(texts, this.#facts?.tokenizes ?? null);
  }

  async generate(request: GenerateRequest, options: GenerateOptions): Promise<Generation> {
    const startedAt = performance.now();
    const { signal } = options;
    return this.#server.run((either) => this.#attempt(request, startedAt, options.onText, either), signal);
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async #attempt(
    request: GenerateRequest,
    startedAt: number,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Generation> {
    let firstAt: number | null = null;
    const stops = new StopText(request.stop ?? [], (text) => {
      firstAt ??= performance.now();
      onText(text);
    });
    try {
      const end = await this.#stream(request, (text) => stops.push(text), signal);
      stops.end();
      const endedAt = performance.now();
      const ttftMs = (firstAt ?? endedAt) - startedAt;
      return {
        text: stops.text,
        stopReason: stopReasonOf(end.finishReason, end.usage, request.maxTokens),
        usage: end.usage
          ? {
              prompt_tokens: end.usage.promptTokens,
              reused_tokens: end.usage.reusedTokens,
              completion_tokens: end.usage.completionTokens,
            }
          : await this.#estimatedUsage(request, stops.text),
        timings: { prefillMs: ttftMs, ttftMs, decodeMs: endedAt - startedAt - ttftMs },
        model: this.#view(),
      };
    } catch (error) {
      if (firstAt !== null && error instanceof DomainError) throw new AfterText(error);
      throw error;
    }
  }

  /** One request, whose stream is watched: a server may take long to read a prompt, and not between two tokens. */
  async #stream(request: GenerateRequest, onText: (text: string) => void, signal: AbortSignal) {
    const { firstToken, idle } = this.#server.timeouts;
    const watch = new AbortController();
    const late = (ms: number, what: string) =>
      setTimeout(
        () =>
          watch.abort(
            new GeneratorUnavailableError(
              'timed_out',
              `The model server at ${this.#server.name} ${what} for ${ms / 1000} s.`,
            ),
          ),
        ms,
      );
    let timer = late(firstToken, 'sent no text');
    try {
      const either = AbortSignal.any([signal, watch.signal]);
      const response = await this.#post(request, either);
      const read = readCompletion(response, this.#server.name, (text) => {
        clearTimeout(timer);
        timer = late(idle, 'went silent in the middle of an answer');
        onText(text);
      });
      return await Promise.race([read, rejection(either)]);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (watch.signal.aborted) throw watch.signal.reason;
      if (error instanceof DomainError) throw error;
      throw new GeneratorUnavailableError(
        'bad_response',
        `The connection to the model server at ${this.#server.name} broke in the middle of an answer.`,
        { cause: error },
      );
    } finally {
      clearTimeout(timer);
      // Ends the request also when the reader has given up: a server computes for as long as somebody listens.
      watch.abort();
    }
  }

  async #post(request: GenerateRequest, signal: AbortSignal) {
    try {
      return await this.#server.post('chat/completions', this.#body(request), signal);
    } catch (error) {
      const refused = error instanceof DomainError && error.message.includes('stream_options');
      if (!refused || !this.#asksUsage) throw error;
      this.#asksUsage = false;
      return this.#server.post('chat/completions', this.#body(request), signal);
    }
  }

  #body(request: GenerateRequest): object {
    const { maxTokens, temperature, seed, top_p, stop, json } = request;
    return {
      model: this.#options.model,
      messages: this.#prompt.messages(request),
      max_tokens: maxTokens,
      temperature,
      stream: true,
      ...(this.#asksUsage && { stream_options: { include_usage: true } }),
      ...(seed !== undefined && { seed }),
      ...(top_p !== undefined && { top_p }),
      ...(stop !== undefined && stop.length > 0 && { stop }),
      ...(json !== undefined && {
        response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: json, strict: true } },
      }),
    };
  }

  async #estimatedUsage(request: GenerateRequest, text: string): Promise<Generation['usage']> {
    const { fixed, sources, history } = await this.measure(request);
    const [completion = 0] = await this.countTokens([text]);
    return {
      prompt_tokens: fixed + sum(sources) + sum(history),
      reused_tokens: 0,
      completion_tokens: completion,
      estimated: true,
    };
  }

  #lane(): LaneInfo {
    const { contextSize, concurrency } = this.#options;
    return {
      name: 'short',
      sequences: concurrency,
      contextSize: contextSize ?? this.#facts?.contextSize ?? UNKNOWN_CONTEXT,
    };
  }

  #view(): ModelView {
    const { contextSize } = this.#lane();
    return { id: this.#options.model, generator: 'openai', lane: 'short', context_size: contextSize };
  }
}

function stopReasonOf(
  finish: string | null,
  usage: { completionTokens: number } | null,
  maxTokens: number,
): Generation['stopReason'] {
  if (finish !== 'length') return 'end';
  // Servers say "length" also when the context is full.
  return usage !== null && usage.completionTokens < maxTokens ? 'context_full' : 'max_tokens';
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
