import type { LaneInfo } from '#contracts';
import type { Gpu } from '../engine/engine-options.js';

/**
 * Number format of the cached keys and values: both in f16 or in q8_0, or `q8_0_keys` with values of 16 bits, which the
 * CPU computes fastest with (ADR 30).
 */
export type CacheType = 'f16' | 'q8_0_keys' | 'q8_0';

/** Where a model is to run. */
export interface Machine {
  gpu: Gpu;
  /** Bytes of GPU memory that may be used; 0 for `cpu`. */
  vram: number;
  /** Bytes of RAM that may be used. */
  ram: number;
}

/** What is wanted of a model; memory may allow less. */
export interface MemoryWish {
  /** Questions answered at once in the short lane. */
  sequences: number;
  /** Context of the long lane, in tokens; 0 for none. */
  longContext: number;
  /** Set: this, wherever the model runs. Otherwise `q8_0_keys` on a CPU; else f16, and q8_0 where memory is short and it pays. */
  cacheType?: 'f16' | 'q8_0';
}

/** How a model is spread over the memory. */
export interface MemoryPlan {
  /** Layers on the GPU; one more than the model has means all and the output matrix. 0: the CPU computes. */
  gpuLayers: number;
  cacheType: CacheType;
  short: LaneInfo;
  /** Null when there is none. */
  long: LaneInfo | null;
}

/** What a plan takes of one memory, in bytes. */
export interface MemoryNeed {
  weights: number;
  /** Keys and values of the short lane. */
  shortCache: number;
  longCache: number;
  /** Intermediate results, of both lanes. */
  compute: number;
  total: number;
}

/** Up to this context LongRoPE models use their short factors; the official 4k models end here. */
export const SHORT_CONTEXT = 4096;
