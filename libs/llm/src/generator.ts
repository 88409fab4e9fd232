import type { ChatMessage, Decoding, LaneInfo, ModelView, Usage } from '#contracts';

/** A passage as it stands in the prompt: under its number `n`, with the title that the model sees. */
export interface PromptSource {
  n: number;
  passageId: number;
  title: string;
  text: string;
}

/** A question asked before, with its answer where there is one that may be repeated. */
export interface PromptTurn {
  question: string;
  answer: string | null;
}

/** What a prompt says. All of it is text without power: control tokens in it are not special. */
export interface PromptContent {
  question: string;
  /** True: answer from `sources` and cite them. False: the bare question, from the model's weights alone. */
  grounded: boolean;
  /** In prompt order. Ignored when `grounded` is false. */
  sources: PromptSource[];
  /**
   * Questions asked before, oldest first, by which the question is to be understood; they are no evidence. They stand
   * behind the sources, so that prompts on the same sources keep their common beginning. Ignored like `sources`.
   */
  history?: PromptTurn[];
  /** A whole talk instead of the bare question, for a prompt that is not grounded; it ends where the model speaks. */
  chat?: ChatMessage[];
  /** `condense`: instead of answering, write the question out so that it can be understood without `history`. */
  task?: 'answer' | 'condense';
}

/** One answer to make. The same request with temperature 0 (or the same seed) makes the same answer. */
export interface GenerateRequest extends PromptContent, Decoding {
  /** Longest answer, in tokens. */
  maxTokens: number;
  /** 0 is greedy decoding. */
  temperature: number;
  /** Interactive requests overtake batch ones in the queue. */
  priority: 'interactive' | 'batch';
  /**
   * Run with the engine to itself (quarantine): waits until nobody else generates, and keeps others out meanwhile.
   * When the engine dies during it, the rejection says that this very request ran alone.
   */
  exclusive?: boolean;
  /**
   * A name for the beginning of the prompt, such as the conversation's id: a generator that keeps the beginnings of
   * prompts says by it which ones it holds, so that a later question can go where the most of it has been read.
   */
  prefixKey?: string;
}

/** A finished answer. `text` is exactly the concatenation of the deltas. */
export interface Generation {
  text: string;
  /** `end`: the model stopped; `max_tokens`: `maxTokens` reached; `context_full`: the lane's context is used up. */
  stopReason: 'end' | 'max_tokens' | 'context_full';
  usage: Usage;
  /** Milliseconds from being admitted to a sequence, except `ttftMs`, which counts from the request. */
  timings: { prefillMs: number; ttftMs: number; decodeMs: number };
  model: ModelView;
}

/** See {@link GeneratorInfo.breaker}; `half_open`: the next request shows whether it closes. */
export type BreakerState = 'closed' | 'half_open' | 'open';

/** What a generator is, and the room that it has. */
export interface GeneratorInfo {
  model: ModelView;
  /** Whether it can do what prompts ask besides answering: write a question out. */
  rewrites: boolean;
  /** Empty for a generator without a context window. The long lane is listed with its planned size before it exists. */
  lanes: LaneInfo[];
  /** Whether {@link Generator.measure} counts with the model's own tokenizer, or estimates, rather too high. */
  tokenCounts: 'exact' | 'estimated';
  /** Of a generator behind a circuit breaker: `open` while its server is left alone after failures in a row. */
  breaker?: BreakerState;
}

/** What a prompt costs, in tokens. The whole prompt is exactly `fixed` plus the sums of `sources` and `history`. */
export interface PromptCost {
  fixed: number;
  /** Each source at the number it has, in the order given. */
  sources: number[];
  /** Each turn, in the order given. */
  history: number[];
}

/** Callbacks of a running generation. */
export interface GenerateOptions {
  /** Called with each piece of text as it is made; pieces never split a character. */
  onText: (delta: string) => void;
  /** Aborting rejects with `cancelled` at once, also while the prompt is still being read. */
  signal: AbortSignal;
}

/**
 * Makes answers. Three kinds: `llama` (Phi-3 in a child process), `openai` (a model behind an OpenAI-compatible server)
 * and `extractive` (no model: the best sentences, quoted). Rejections are DomainErrors: `prompt_too_long`, `cancelled`,
 * `engine_crashed` and `engine_busy` (retryable), `generation_failed`, and GeneratorUnavailableError, upon which another
 * may answer.
 */
export interface Generator {
  info(): GeneratorInfo;
  /** Exact prompt cost in tokens: each source at its number, each turn of the history, and everything else. */
  measure(content: PromptContent): Promise<PromptCost>;
  /** Token counts of plain texts, by the model's own tokenizer; control tokens in the texts are not special. */
  countTokens(texts: string[]): Promise<number[]>;
  generate(request: GenerateRequest, options: GenerateOptions): Promise<Generation>;
  /** The names of the prompts whose beginnings it keeps ({@link GenerateRequest.prefixKey}), where it keeps any. */
  held?(): Promise<string[]>;
  /** Ends running generations with `service_unavailable` (retryable) and frees everything. */
  close(): Promise<void>;
}
