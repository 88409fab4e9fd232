import type { LaneInfo } from '#contracts';
import type { CacheType, MemoryNeed, MemoryPlan } from './memory-plan.js';
import type { ModelShape } from './model-shape.js';

/**
 * Prompt tokens per batch; more brings nothing, and each costs memory for its intermediate results: without flash
 * attention every head's score for every place of the context, and pieces of 128 tokens are read as fast as longer ones.
 */
const LARGEST_CHUNK = { flash: 512, plain: 256 };

/** Bytes of a key's number and a value's; llama.cpp's blocks of q8_0 are 32 numbers in 34 bytes. */
const BYTES_PER_NUMBER: Record<CacheType, { key: number; value: number }> = {
  f16: { key: 2, value: 2 },
  q8_0_keys: { key: 34 / 32, value: 2 },
  q8_0: { key: 34 / 32, value: 34 / 32 },
};

/**
 * Numbers of 4 bytes that a token of a batch takes while layers are computed: three vectors of the feed-forward block,
 * and so many of the model's width. Fitted to what llama.cpp allocates for Phi-3-mini and -medium at 1,024 to 131,072
 * tokens; 2 to 35 % above it.
 */
const WIDTHS = 7;

/** llama.cpp lays contexts out in multiples of this. */
const CONTEXT_GRAIN = 256;

/**
 * What a CPU computes fastest with: keys in q8_0, which it multiplies in less time than f16 and reads in half of it
 * (ADR 30). Heads that are no multiple of llama.cpp's blocks cannot have them.
 */
export function cacheTypeOnCpu({ headSize }: ModelShape): CacheType {
  return headSize % 32 === 0 ? 'q8_0_keys' : 'f16';
}

/**
 * Whether attention is computed by llama.cpp's flash attention. On a CPU only where quantised values need it: there
 * it goes through the context place by place unless a batch has 64 tokens of one sequence, and a token made behind 1,536
 * others takes several times as long with Phi-3-mini's heads of 96 (docs/performance.md).
 */
export function usesFlashAttention({ gpuLayers, cacheType }: MemoryPlan): boolean {
  return gpuLayers > 0 || cacheType === 'q8_0';
}

/** Most prompt tokens and drafted ones in a batch. */
export function largestChunk(plan: MemoryPlan): number {
  return usesFlashAttention(plan) ? LARGEST_CHUNK.flash : LARGEST_CHUNK.plain;
}

/** Tokens in the largest batch of a lane: a chunk of prompt and one token of each sequence. */
export function batchSize({ contextSize, sequences }: LaneInfo, plan: MemoryPlan): number {
  return Math.min(largestChunk(plan), contextSize) + sequences;
}

/** Bytes of the keys and values of one token. */
function cacheBytesPerToken({ layers, keyValueHeads, headSize }: ModelShape, cacheType: CacheType): number {
  const { key, value } = BYTES_PER_NUMBER[cacheType];
  return layers * keyValueHeads * headSize * (key + value);
}

/** What a plan takes of the GPU's memory and of RAM. */
export function memoryNeed(shape: ModelShape, plan: MemoryPlan): { vram: MemoryNeed; ram: MemoryNeed } {
  const onGpu = Math.min(1, plan.gpuLayers / shape.layers);
  const { embedding, layers, output } = shape.weights;
  const weightsOnGpu =
    plan.gpuLayers === 0 ? 0 : layers * onGpu + (plan.gpuLayers > shape.layers ? output : 0);
  const short = cacheBytes(shape, plan.short, plan.cacheType);
  const long = plan.long === null ? 0 : cacheBytes(shape, plan.long, plan.cacheType);
  const compute =
    computeBytes(shape, plan.short, plan) + (plan.long === null ? 0 : computeBytes(shape, plan.long, plan));
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

/**
 * The largest of what is computed one after the other in the same memory: the feed-forward blocks, the logits at the end,
 * or without flash attention every head's score for every place of the context. Besides the mask, of two bytes a place
 * with flash attention and four without.
 */
function computeBytes(shape: ModelShape, lane: LaneInfo, plan: MemoryPlan): number {
  const { width, feedForward, vocabulary, headSize } = shape;
  const flash = usesFlashAttention(plan);
  const scores = flash ? 0 : (width / headSize) * lane.contextSize;
  const numbers = Math.max(vocabulary + width, Math.max(3 * feedForward, scores) + WIDTHS * width);
  return batchSize(lane, plan) * (4 * numbers + (flash ? 2 : 4) * lane.contextSize);
}

function sum(weights: number, shortCache: number, longCache: number, compute: number): MemoryNeed {
  return { weights, shortCache, longCache, compute, total: weights + shortCache + longCache + compute };
}
