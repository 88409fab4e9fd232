import type { LaneInfo } from '#contracts';
import type { Gpu } from '../engine/engine-options.js';
import { cacheTypeOnCpu } from './memory-need.js';
import type { CacheType, MemoryPlan } from './memory-plan.js';
import type { ModelShape } from './model-shape.js';

/** With less than this, hardly a question with sources fits. */
const SMALLEST_CONTEXT = 1024;
/** llama.cpp rounds contexts up to multiples of 256; a coarser grain makes rounder numbers. */
const LONG_GRAIN = 1024;

/**
 * The plan that takes a little less memory and gives up least, or null when there is none. The order, from what a
 * question notices least to what it notices most:
 *
 * 1. keys and values in q8_0, where that pays;
 * 2. a shorter long lane, at last none;
 * 3. fewer sequences in the short lane, down to one;
 * 4. fewer layers on the GPU, at last none: the CPU computes;
 * 5. a shorter short lane, down to 1,024 tokens.
 *
 * `insisted`: the format that keys and values keep at any rate.
 */
export function stepDown(
  shape: ModelShape,
  gpu: Gpu,
  plan: MemoryPlan,
  insisted?: CacheType,
): MemoryPlan | null {
  const { short, long } = plan;
  const mayQuantise = plan.gpuLayers > 0 && plan.cacheType === 'f16' && insisted === undefined;
  if (mayQuantise && quantisedCachePays(shape, gpu)) return { ...plan, cacheType: 'q8_0' };
  if (long !== null) return { ...plan, long: shorterLong(long, short, 1) };
  if (short.sequences > 1) return { ...plan, short: { ...short, sequences: short.sequences - 1 } };
  if (plan.gpuLayers > 0) {
    const gpuLayers = plan.gpuLayers - 1;
    const cacheType = gpuLayers === 0 ? (insisted ?? cacheTypeOnCpu(shape)) : plan.cacheType;
    return { ...plan, gpuLayers, cacheType };
  }
  if (short.contextSize / 2 >= SMALLEST_CONTEXT) {
    return { ...plan, short: { ...short, contextSize: short.contextSize / 2 } };
  }
  return null;
}

/** What is tried of a long lane for which there was no memory. */
export const SHORTENED = 0.85;

/** Tokens of a long context that is less than `share` of one of `contextSize`. */
export function shorterContext(contextSize: number, share: number): number {
  return (Math.ceil((share * contextSize) / LONG_GRAIN) - 1) * LONG_GRAIN;
}

/** A long lane of less than `share` of another's context; null when the short lane would hold as much. */
export function shorterLong(long: LaneInfo, short: LaneInfo, share: number): LaneInfo | null {
  const contextSize = shorterContext(long.contextSize, share);
  return contextSize > short.contextSize ? { ...long, contextSize } : null;
}

/**
 * Whether q8_0 saves memory without costing more time than it is worth. By llama.cpp v0.5.0's sources: CUDA reads
 * quantised keys and values directly at head sizes that are multiples of 64, and otherwise (Phi-3-mini's 96) turns the
 * whole cache into f16 at every step, which takes the time and the memory that were to be saved; Metal and Vulkan have
 * kernels for every head size of the family.
 */
function quantisedCachePays({ headSize }: ModelShape, gpu: Gpu): boolean {
  return gpu !== 'cuda' || headSize % 64 === 0;
}
