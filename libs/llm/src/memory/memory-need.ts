import type { LaneInfo } from '#contracts';
import type { CacheType, MemoryNeed, MemoryPlan } from './memory-plan.js';
import type { ModelShape } from './model-shape.js';

/** Prompt tokens per batch; more brings nothing, and each costs memory for its intermediate results. */
export const LARGEST_CHUNK = 512;

/** llama.cpp's blocks: 32 numbers in 34 bytes. */
const BYTES_PER_NUMBER: Record<CacheType, number> = { f16: 2, q8_0: 34 / 32 };

/**
 * Numbers of 4 bytes that a token of a batch takes while layers are computed: three vectors of the feed-forward block,
 * and so many of the model's width. Fitted to what llama.cpp allocates for Phi-3-mini and -medium at 1,024 to 131,072
 * tokens; 2 to 35 % above it.
 */
const WIDTHS = 7;

/** llama.cpp lays contexts out in multiples of this. */
const CONTEXT_GRAIN = 256;

/** Tokens in the largest batch of a lane: a chunk of prompt and one token of each sequence. */
export function batchSize({ contextSize, sequences }: LaneInfo): number {
  return Math.min(LARGEST_CHUNK, contextSize) + sequences;
}

/** Bytes of the keys and values of one token. */
function cacheBytesPerToken({ layers, keyValueHeads, headSize }: ModelShape, cacheType: CacheType): number {
  return 2 * layers * keyValueHeads * headSize * BYTES_PER_NUMBER[cacheType];
}

/**
 * What a plan takes of the GPU's memory and of RAM. Attention is computed by flash attention, without a matrix of all
 * scores; what grows with the context is its cache and, two bytes a place and token of a batch, the mask.
 */
export function memoryNeed(shape: ModelShape, plan: MemoryPlan): { vram: MemoryNeed; ram: MemoryNeed } {
  const onGpu = Math.min(1, plan.gpuLayers / shape.layers);
  const { embedding, layers, output } = shape.weights;
  const weightsOnGpu =
    plan.gpuLayers === 0 ? 0 : layers * onGpu + (plan.gpuLayers > shape.layers ? output : 0);
  const short = cacheBytes(shape, plan.short, plan.cacheType);
  const long = plan.long === null ? 0 : cacheBytes(shape, plan.long, plan.cacheType);
  const compute = computeBytes(shape, plan.short) + (plan.long === null ? 0 : computeBytes(shape, plan.long));
  return {
    vram: sum(weightsOnGpu, short * onGpu, long * onGpu, plan.gpuLayers === 0 ? 0 : compute),
    // With a GPU that has it all, RAM holds the batches on their way there, and the logits that come back.
    ram: sum(
      embedding + layers + output - weightsOnGpu,
      short * (1 - onGpu),
      long * (1 - onGpu),
      onGpu === 1 ? compute / 4 : compute,
    ),
  };
}

function cacheBytes(shape: ModelShape, { contextSize, sequences }: LaneInfo, cacheType: CacheType): number {
  const places = Math.ceil(contextSize / CONTEXT_GRAIN) * CONTEXT_GRAIN * sequences;
  return places * cacheBytesPerToken(shape, cacheType);
}

/** The largest of what is computed one after the other in the same memory: the layers, or the logits at the end. */
function computeBytes({ width, feedForward, vocabulary }: ModelShape, lane: LaneInfo): number {
  const numbers = Math.max(vocabulary + width, 3 * feedForward + WIDTHS * width);
  return batchSize(lane) * (4 * numbers + 2 * lane.contextSize);
}

function sum(weights: number, shortCache: number, longCache: number, compute: number): MemoryNeed {
  return { weights, shortCache, longCache, compute, total: weights + shortCache + longCache + compute };
}
