import type { LlamaContext, LlamaModel } from 'node-llama-cpp';
import { DomainError, type LaneInfo } from '#contracts';
import type { Adapter } from '../lora/adapters.js';
import { batchSize, largestChunk, usesFlashAttention } from '../memory/memory-need.js';
import type { CacheType, MemoryPlan } from '../memory/memory-plan.js';
import { SHORTENED, shorterLong } from '../memory/step-down.js';
import { cacheFormats } from './cache-formats.js';
import { computeClock } from './compute-clock.js';
import { DeviceTurns } from './device-turns.js';
import type { LaneStats } from './lane-stats.js';
import { bySequence, LlamaSequence } from './llama-sequence.js';
import type { SavedPrefixes } from './saved-prefixes.js';
import { StepScheduler } from './step-scheduler.js';

/**
 * Runs per sequence that may wait for one. A worker takes about as many questions as there are sequences; this stops a
 * caller that does not count.
 */
const PLACES_PER_SEQUENCE = 16;

interface Lane {
  info: LaneInfo;
  context: LlamaContext;
  scheduler: StepScheduler;
}

/** What lanes tell the process that they live in. */
export interface LaneEvents {
  /** A context is beyond repair; the process should end. */
  onBroken: (error: unknown) => void;
  /** So many plans have been given up; the next one is about to be allocated, for which native code may abort. */
  onAttempt: (givenUp: number) => void;
  /** The long lane is about to be allocated at so many tokens, for which native code may abort; null: it has been. */
  onOpening: (contextSize: number | null) => void;
  /** Memory was shorter than planned: the lanes are smaller now. `line` says it for the log. */
  onSmaller: (line: string) => void;
}

/** Where a lane finds the beginnings of prompts that are on disk; null while there are none. */
export type PrefixesOf = (context: LlamaContext, lane: LaneInfo) => () => SavedPrefixes | null;

/** The contexts of a model: the short lane from the start, the long one too on a GPU, else from the first prompt that needs it. */
export class Lanes {
  readonly #model: LlamaModel;
  readonly #events: LaneEvents;
  readonly #prefixesOf: PrefixesOf;
  readonly #plan: MemoryPlan;
  readonly #adapters: Adapter[];
  readonly #short: Lane;
  readonly #device: DeviceTurns;
  #longInfo: LaneInfo | null;
  #opening: Promise<Lane> | null = null;
  #long: Lane | null = null;

  private constructor(
    model: LlamaModel,
    plan: MemoryPlan,
    adapters: Adapter[],
    short: LlamaContext,
    events: LaneEvents,
    prefixesOf: PrefixesOf,
  ) {
    this.#model = model;
    this.#prefixesOf = prefixesOf;
    this.#plan = plan;
    this.#adapters = adapters;
    this.#longInfo = plan.long;
    this.#events = events;
    this.#device = new DeviceTurns();
    this.#short = this.#laneOver(short, plan.short);
  }

  /**
   * Allocates the lanes of a plan. In RAM the long lane waits for its first prompt, as many workers never see one; on
   * a GPU, whose memory nobody else should take meanwhile, it is made at once.
   *
   * @throws DomainError `model_load_failed` when the memory is not there; nothing is held then
   */
  static async open(
    model: LlamaModel,
    plan: MemoryPlan,
    adapters: Adapter[],
    events: LaneEvents,
    prefixesOf: PrefixesOf,
  ): Promise<Lanes> {
    const context = await createContext(model, plan.short, plan, adapters);
    const lanes = new Lanes(model, plan, adapters, context, events, prefixesOf);
    if (plan.long !== null && plan.gpuLayers > 0) {
      try {
        const long = await createContext(model, plan.long, plan, adapters);
        lanes.#made(lanes.#laneOver(long, plan.long));
      } catch (error) {
        await context.dispose();
        throw error;
      }
    }
    return lanes;
  }

  /** Frees the contexts; nothing may run. */
  async dispose(): Promise<void> {
    await this.#short.context.dispose();
    await this.#long?.context.dispose();
  }

  get infos(): LaneInfo[] {
    return this.#longInfo === null ? [this.#short.info] : [this.#short.info, this.#longInfo];
  }

  /** What each lane that exists does and has done. */
  get stats(): LaneStats[] {
    return this.#existing.map(({ info, scheduler }) => scheduler.stats(info));
  }

  /** How long the longest step that is going on has taken so far; 0 without one. */
  get computingMs(): number {
    return Math.max(...this.#existing.map(({ scheduler }) => scheduler.computingMs));
  }

  get #existing(): Lane[] {
    return this.#long === null ? [this.#short] : [this.#short, this.#long];
  }

  /** Whether the long lane has been made. */
  get hasLong(): boolean {
    return this.#long !== null;
  }

  /** Bytes that the lanes which exist take, by llama.cpp's own account. */
  get taken(): { ram: number; vram: number } {
    const [short, long] = [this.#short, this.#long].map((lane) => lane?.context.memoryUsage);
    return { ram: (short?.ram ?? 0) + (long?.ram ?? 0), vram: (short?.vram ?? 0) + (long?.vram ?? 0) };
  }

  /**
   * The lane for a prompt: the first whose context holds the prompt and its longest answer, else the largest that
   * holds the prompt (the answer may then end with `context_full`).
   *
   * @throws DomainError `prompt_too_long`
   */
  async laneFor(promptTokens: number, maxTokens: number): Promise<Lane> {
    const short = this.#short;
    const largest = (this.#longInfo ?? short.info).contextSize;
    // node-llama-cpp keeps one place of a context free; the last token of an answer needs none.
    if (promptTokens > largest - 1) {
      throw new DomainError(
        'prompt_too_long',
        `The prompt has ${promptTokens} tokens, and the model reads at most ${largest - 1} here. Shorten the question, or use fewer or shorter sources.`,
      );
    }
    if (this.#longInfo === null || promptTokens + maxTokens <= short.info.contextSize) return short;
    const expected = this.#longInfo;
    this.#opening ??= this.#openLong(expected);
    try {
      const long = await this.#opening;
      if (promptTokens <= long.info.contextSize - 1) return long;
    } catch (error) {
      if (this.#longInfo === expected) {
        this.#opening = null;
        throw error;
      }
    }
    // The long lane has turned out shorter, or not to exist; the infos say so now.
    return this.laneFor(promptTokens, maxTokens);
  }

  /**
   * Makes the long lane, shorter than planned when memory has become short meanwhile. The first length that can be had
   * then leaves nothing for the buffers that come with computing, for which native code aborts: the next one is taken.
   */
  async #openLong(info: LaneInfo, isShortened = false): Promise<Lane> {
    this.#events.onOpening(info.contextSize);
    const context = await createContext(this.#model, info, this.#plan, this.#adapters).catch(() => null);
    this.#events.onOpening(null);
    if (context !== null && !isShortened) return this.#made(this.#laneOver(context, info));
    await context?.dispose();
    const shorter = shorterLong(info, this.#short.info, SHORTENED);
    this.#longInfo = shorter;
    const instead =
      shorter === null ? 'there is no long lane any more' : `trying ${shorter.contextSize} tokens`;
    const why = context === null ? 'no memory' : 'no reserve';
    this.#events.onSmaller(`${why} for the long lane of ${info.contextSize} tokens: ${instead}`);
    if (shorter === null) throw noMemory(info, this.#plan.cacheType);
    return this.#openLong(shorter, context === null);
  }

  #laneOver(context: LlamaContext, info: LaneInfo): Lane {
    const sequences = Array.from(
      { length: info.sequences },
      (_, number) => new LlamaSequence(context.getSequence(), number),
    );
    const scheduler = new StepScheduler(sequences, {
      largestChunk: largestChunk(this.#plan),
      places: PLACES_PER_SEQUENCE * info.sequences,
      now,
      device: this.#device,
      llamaMs: computeClock(context, now),
      prefixes: this.#prefixesOf(context, info),
      onBroken: this.#events.onBroken,
    });
    return { info, context, scheduler };
  }

  #made(long: Lane): Lane {
    this.#long = long;
    this.#opening = Promise.resolve(long);
    return long;
  }
}

function now(): number {
  return performance.now();
}

async function createContext(
  model: LlamaModel,
  info: LaneInfo,
  plan: MemoryPlan,
  adapters: Adapter[],
): Promise<LlamaContext> {
  const { contextSize, sequences } = info;
  try {
    return await model.createContext({
      contextSize,
      sequences,
      // A batch holds a whole step, so that what the scheduler plans for one step is computed in one.
      batchSize: batchSize(info, plan),
      batching: { itemPrioritizationStrategy: bySequence },
      // Microsoft's 4k file declares a sliding window, which llama.cpp does not apply to Phi-3 but which would make
      // node-llama-cpp recompute prefixes instead of reusing them.
      swaFullCache: true,
      ...(adapters.length > 0 && {
        lora: { adapters: adapters.map(({ path, scale }) => ({ filePath: path, scale })) },
      }),
      flashAttention: usesFlashAttention(plan) ? (plan.cacheType === 'f16' ? 'auto' : true) : false,
      ...cacheFormats(plan.cacheType, model.llama.systemInfo),
    });
  } catch (cause) {
    throw noMemory(info, plan.cacheType, cause);
  }
}

function noMemory(
  { name, sequences, contextSize }: LaneInfo,
  cacheType: CacheType,
  cause?: unknown,
): DomainError {
  return new DomainError(
    'model_load_failed',
    `There is no memory for the ${name} lane (${sequences} × ${contextSize} tokens, ${cacheType} cache). Free some, or configure fewer sequences or a shorter long context.`,
    { cause, retryable: true },
  );
}
