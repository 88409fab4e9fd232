import type { Llama, LlamaContext, LlamaModel } from 'node-llama-cpp';
import { DomainError, type LaneInfo } from '#contracts';
import { computeClock } from './compute-clock.js';
import { DeviceTurns } from './device-turns.js';
import type { ModelOptions } from './engine-options.js';
import type { LaneStats } from './lane-stats.js';
import { LlamaSequence } from './llama-sequence.js';
import { type LanePlan, planLanes } from './plan-lanes.js';
import { StepScheduler } from './step-scheduler.js';

/** Prompt tokens per batch; more brings nothing, and each costs memory for its activations. */
const LARGEST_CHUNK = 512;

/**
 * Runs per sequence that may wait for one. A worker takes about as many questions as there are sequences; this stops a
 * caller that does not count.
 */
const PLACES_PER_SEQUENCE = 16;

/** Part of the free memory that lanes may take. The rest is for what estimates leave out, and for the other processes. */
const MEMORY_SHARE = 0.9;

interface Lane {
  info: LaneInfo;
  scheduler: StepScheduler;
}

/** The contexts of a model: the short lane from the start, the long one from the first prompt that needs it. */
export class Lanes {
  readonly #model: LlamaModel;
  readonly #plan: LanePlan;
  readonly #onBroken: (error: unknown) => void;
  readonly #short: Lane;
  readonly #device: DeviceTurns;
  #long: Promise<Lane> | null = null;
  #existingLong: Lane | null = null;

  private constructor(
    model: LlamaModel,
    plan: LanePlan,
    short: Lane,
    device: DeviceTurns,
    onBroken: (error: unknown) => void,
  ) {
    this.#model = model;
    this.#plan = plan;
    this.#short = short;
    this.#device = device;
    this.#onBroken = onBroken;
  }

  /** `besides`: bytes of the other models. `onBroken`: a context is beyond repair; the process should end. */
  static async create(
    llama: Llama,
    model: LlamaModel,
    options: ModelOptions & { besides: number },
    onBroken: (error: unknown) => void,
  ): Promise<Lanes> {
    const plan = await planLanes({
      modelContext: rightContext(model),
      sequences: options.sequences,
      longContext: options.longContext,
      freeBytes: MEMORY_SHARE * (await freeBytes(llama, model, options.besides)),
      estimate: async (contextSize, sequences) => {
        const bytes = await model.fileInsights.estimateContextResourceRequirementsV2({
          ...contextOptions(contextSize, sequences),
          modelGpuLayers: model.gpuLayers,
        });
        return llama.gpu === false ? bytes.cpuRam : bytes.gpuVram;
      },
    });
    if (plan === null) {
      throw new DomainError(
        'model_load_failed',
        `${model.filename ?? 'The model'} leaves too little memory for even one question. Free some, or choose a smaller model.`,
      );
    }
    const device = new DeviceTurns();
    return new Lanes(model, plan, await createLane(model, plan.short, device, onBroken), device, onBroken);
  }

  get infos(): LaneInfo[] {
    return this.#plan.long === null ? [this.#plan.short] : [this.#plan.short, this.#plan.long];
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
    return this.#existingLong === null ? [this.#short] : [this.#short, this.#existingLong];
  }

  /**
   * The lane for a prompt: the first whose context holds the prompt and its longest answer, else the largest that
   * holds the prompt (the answer may then end with `context_full`).
   *
   * @throws DomainError `prompt_too_long`
   */
  async laneFor(promptTokens: number, maxTokens: number): Promise<Lane> {
    const { short, long } = this.#plan;
    const largest = (long ?? short).contextSize;
    // node-llama-cpp keeps one place of a context free; the last token of an answer needs none.
    if (promptTokens > largest - 1) {
      throw new DomainError(
        'prompt_too_long',
        `The prompt has ${promptTokens} tokens, and the model reads at most ${largest - 1} here. Shorten the question, or use fewer or shorter sources.`,
      );
    }
    if (long === null || promptTokens + maxTokens <= short.contextSize) return this.#short;
    this.#long ??= createLane(this.#model, long, this.#device, this.#onBroken);
    try {
      this.#existingLong = await this.#long;
      return this.#existingLong;
    } catch (error) {
      this.#long = null;
      throw error;
    }
  }
}

async function createLane(
  model: LlamaModel,
  info: LaneInfo,
  device: DeviceTurns,
  onBroken: (error: unknown) => void,
): Promise<Lane> {
  let context: LlamaContext;
  try {
    context = await model.createContext(contextOptions(info.contextSize, info.sequences));
  } catch (cause) {
    throw new DomainError(
      'model_load_failed',
      `There is no memory for the ${info.name} lane (${info.sequences} × ${info.contextSize} tokens). Free some, or configure fewer sequences or a shorter long context.`,
      { cause, retryable: true },
    );
  }
  const sequences = Array.from({ length: info.sequences }, () => new LlamaSequence(context.getSequence()));
  const scheduler = new StepScheduler(sequences, {
    largestChunk: LARGEST_CHUNK,
    places: PLACES_PER_SEQUENCE * info.sequences,
    now,
    device,
    llamaMs: computeClock(context, now),
    onBroken,
  });
  return { info, scheduler };
}

function now(): number {
  return performance.now();
}

/** In RAM all models count as taken: they are mapped from their files, whose pages look free until they are read. */
async function freeBytes(llama: Llama, model: LlamaModel, besides: number): Promise<number> {
  if (llama.gpu === false) return process.availableMemory() - model.size - besides;
  return (await llama.getVramState()).free;
}

/** A batch holds a whole step, so that what the scheduler plans for one step is computed in one. */
function contextOptions(contextSize: number, sequences: number) {
  // Microsoft's 4k file declares a sliding window, which llama.cpp does not apply to Phi-3 but which would make
  // node-llama-cpp recompute prefixes instead of reusing them.
  return {
    contextSize,
    sequences,
    batchSize: Math.min(LARGEST_CHUNK, contextSize) + sequences,
    swaFullCache: true,
  };
}

/** GGUFs of the 128k models made before llama.cpp knew LongRoPE lack its factors and are wrong beyond 4,096 tokens. */
function rightContext(model: LlamaModel): number {
  const tensors = model.fileInfo.fullTensorInfo ?? model.fileInfo.tensorInfo ?? [];
  const hasLongRope = tensors.some(({ name }) => name === 'rope_factors_long.weight');
  return hasLongRope ? model.trainContextSize : Math.min(model.trainContextSize, 4096);
}
