import { randomInt } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Llama, LlamaModel, Token } from 'node-llama-cpp';
import { DomainError } from '#contracts';
import type { GenerateRequest, PromptContent, PromptCost } from '../generator.js';
import { assertAdapterFits } from '../lora/assert-adapter-fits.js';
import { readGgufHeader } from '../memory/read-gguf-header.js';
import { assertPhi3File, warningsAbout } from '../phi3/assert-phi3-file.js';
import { assertPhi3Vocabulary, endsTurn } from '../phi3/control-tokens.js';
import { Phi3Prompt } from '../phi3/phi3-prompt.js';
import { SegmentTokenizer } from '../phi3/segment-tokenizer.js';
import { abortable } from './abortable.js';
import { EmbeddingModel } from './embedding-model.js';
import type { EngineOptions, Gpu, ModelOptions } from './engine-options.js';
import { jsonConstraint } from './json-constraint.js';
import type { LaneEvents } from './lanes.js';
import { loadLlama } from './load-llama.js';
import { loadModel } from './load-model.js';
import { memoryOf, openPhi3, type OpenPhi3 } from './open-phi3.js';
import type { EngineCalls, EngineGeneration, EngineInfo, EngineStats } from './protocol.js';
import { RankingModel } from './ranking-model.js';
import { StopText } from './stop-text.js';
import { TextStream } from './text-stream.js';
import { TurnQueue } from './turn-queue.js';

/** A loaded Phi-3: its prompt format, and its contexts unless only its vocabulary was loaded. */
interface Phi3 {
  model: LlamaModel;
  segments: SegmentTokenizer;
  prompt: Phi3Prompt;
  open: OpenPhi3 | null;
  promptLookup: boolean;
}

/** Everything that runs inside the engine process: llama.cpp with the models that it was started with. */
export class Engine {
  readonly #llama: Llama;
  readonly #phi3: Phi3 | null;
  readonly #embeddings: EmbeddingModel[];

  readonly #ranking: RankingModel | null;
  readonly #turns: TurnQueue;

  private constructor(
    llama: Llama,
    turns: TurnQueue,
    phi3: Phi3 | null,
    embeddings: EmbeddingModel[],
    ranking: RankingModel | null,
  ) {
    this.#llama = llama;
    this.#turns = turns;
    this.#phi3 = phi3;
    this.#embeddings = embeddings;
    this.#ranking = ranking;
  }

  /** `say` takes what should be in the log: the memory plan, and what is odd about a model. */
  static async start(
    options: EngineOptions,
    say: (line: string) => void,
    events: LaneEvents,
  ): Promise<Engine> {
    const llama = await loadLlama(options);
    const turns = new TurnQueue();
    const embeddings: EmbeddingModel[] = [];
    for (const embedding of options.embeddings ?? []) {
      embeddings.push(await EmbeddingModel.load(llama, embedding, turns));
    }
    const ranking = options.ranking ? await RankingModel.load(llama, options.ranking, turns) : null;
    // Phi-3 comes last: its lanes take what the others have left of the memory.
    const besides = [...embeddings, ranking].reduce((sum, model) => sum + (model?.bytes ?? 0), 0);
    const model = options.model && {
      ...options.model,
      gpu: options.gpu,
      besides,
      givenUp: options.plansGivenUp ?? 0,
    };
    const phi3 = model ? await loadPhi3(llama, model, say, events) : null;
    return new Engine(llama, turns, phi3, embeddings, ranking);
  }

  get info(): EngineInfo {
    return {
      lanes: this.#phi3?.open?.lanes.infos ?? [],
      memory: this.#phi3?.open ? memoryOf(this.#phi3.open) : null,
      embeddings: this.#embeddings.map(({ info }) => info),
      ranking: this.#ranking !== null,
    };
  }

  get stats(): EngineStats {
    return { lanes: this.#phi3?.open?.lanes.stats ?? [] };
  }

  /** How long the computation that is going on has taken so far; 0 without one. */
  get computingMs(): number {
    return Math.max(this.#phi3?.open?.lanes.computingMs ?? 0, this.#turns.computingMs);
  }

  measure(content: PromptContent): PromptCost {
    return this.#loaded.prompt.cost(content);
  }

  /** Counts text by text, so that a long list does not hold up the steps of running generations. */
  async countTokens(texts: string[]): Promise<number[]> {
    const counts: number[] = [];
    for (const text of texts) {
      counts.push(this.#loaded.segments.continuing(text).length);
      await setImmediate();
    }
    return counts;
  }

  embed(
    { model, texts, urgent }: EngineCalls['embed']['params'],
    signal: AbortSignal,
  ): Promise<Float32Array[]> {
    const embedding = this.#embeddings[model];
    if (embedding === undefined) throw notLoaded('that embedding model');
    return embedding.embed(texts, urgent, signal);
  }

  rank({ question, passages }: EngineCalls['rank']['params'], signal: AbortSignal): Promise<number[]> {
    if (this.#ranking === null) throw notLoaded('a ranking model');
    return this.#ranking.rank(question, passages, signal);
  }

  async generate(
    request: GenerateRequest,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<EngineGeneration> {
    const { model, prompt, open, promptLookup } = this.#loaded;
    if (open === null) throw notLoaded("the model's weights");
    const tokens = prompt.build(request);
    // Making the long lane takes a while; it is of use to the next long prompt, too.
    const lane = await abortable(open.lanes.laneFor(tokens.length, request.maxTokens), signal);
    const constraint = request.json && (await jsonConstraint(this.#llama, model, request.json));
    const text = new StopText([...(request.stop ?? []), ...(constraint ? [constraint.end] : [])], onText);
    const stream = new TextStream(
      (pending, previous) => model.detokenize(pending as Token[], false, previous as Token[]),
      (piece) => text.push(piece),
    );
    const result = await lane.scheduler.run({
      tokens,
      maxTokens: request.maxTokens,
      sampling: {
        temperature: request.temperature,
        seed: request.seed ?? randomInt(2 ** 31),
        topP: request.top_p,
        grammar: constraint?.grammar,
      },
      priority: request.priority,
      lookup: promptLookup && request.json === undefined,
      ...(request.prefixKey !== undefined && { prefixKey: request.prefixKey }),
      isEnd: (token) => endsTurn(token) || model.isEogToken(token as Token),
      onToken: (token) => stream.push(token),
      isComplete: () => text.stopped,
      signal,
    });
    stream.end();
    text.end();
    return { ...result, text: text.text, promptTokens: tokens.length, lane: lane.info };
  }

  /** Frees everything; running generations must have ended. */
  async dispose(): Promise<void> {
    await this.#phi3?.model.dispose();
    await this.#llama.dispose();
  }

  get #loaded(): Phi3 {
    if (this.#phi3 === null) throw notLoaded('a model');
    return this.#phi3;
  }
}

async function loadPhi3(
  llama: Llama,
  options: ModelOptions & { gpu: Gpu; besides: number; givenUp: number },
  say: (line: string) => void,
  events: LaneEvents,
): Promise<Phi3> {
  const header = await readGgufHeader(options.path);
  assertPhi3File(header);
  for (const warning of warningsAbout(header)) say(warning);
  for (const { path } of options.adapters ?? []) assertAdapterFits(await readGgufHeader(path), header);
  const open = options.mode === 'full' ? await openPhi3(llama, header, options, say, events) : null;
  const model = open?.model ?? (await loadModel(llama, header, { vocabOnly: true }));
  const tokenize = (text: string, special: boolean): number[] => model.tokenize(text, special);
  assertPhi3Vocabulary(tokenize);
  const segments = new SegmentTokenizer(tokenize);
  const prompt = new Phi3Prompt(segments, options.promptSecret);
  return { model, segments, prompt, open, promptLookup: options.promptLookup ?? true };
}

function notLoaded(what: string): DomainError {
  return new DomainError('model_not_found', `This engine was started without ${what}.`);
}
