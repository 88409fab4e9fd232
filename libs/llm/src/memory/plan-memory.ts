import { cacheTypeOnCpu, memoryNeed } from './memory-need.js';
import { type Machine, type MemoryPlan, type MemoryWish, SHORT_CONTEXT } from './memory-plan.js';
import type { ModelShape } from './model-shape.js';
import { stepDown } from './step-down.js';

/**
 * The part of what failed to be allocated that is tried next. Less would try for long, more would waste memory; this
 * is what node-llama-cpp shrinks contexts by, too.
 */
const AFTER_FAILURE = 0.85;

/**
 * Spreads a model over the memory: everything that is wished for if it fits, else the first of the plans by
 * {@link stepDown} that does. `null` when not even the smallest fits.
 *
 * Two lanes, because llama.cpp picks LongRoPE's factors by the context that is allocated, not by the prompt: short
 * prompts in a long context would be answered with the long factors, which the model saw only in long texts.
 */
export function planMemory(shape: ModelShape, machine: Machine, wish: MemoryWish): MemoryPlan | null {
  let plan: MemoryPlan | null = wished(shape, machine, wish);
  while (plan !== null && !fits(shape, machine, plan))
    plan = stepDown(shape, machine.gpu, plan, wish.cacheType);
  return plan;
}

/**
 * The plan to try after an allocation failed that should have fitted; null when there is nothing left to give up.
 * `what`: whether the weights could not be allocated, or the lanes that came after them. `insisted`: the wish's cache type.
 */
export function planAfterFailure(
  shape: ModelShape,
  machine: Machine,
  failed: MemoryPlan,
  what: 'weights' | 'lanes',
  insisted?: MemoryWish['cacheType'],
): MemoryPlan | null {
  const taken = (plan: MemoryPlan): number => {
    const { vram, ram } = memoryNeed(shape, plan);
    const need = plan.gpuLayers > 0 ? vram : ram;
    return what === 'weights' ? need.weights : need.total - need.weights;
  };
  const isEnough = (plan: MemoryPlan): boolean => {
    const leavesGpu = failed.gpuLayers > 0 && plan.gpuLayers === 0;
    return (leavesGpu || taken(plan) <= AFTER_FAILURE * taken(failed)) && fits(shape, machine, plan);
  };
  let plan = stepDown(shape, machine.gpu, failed, insisted);
  while (plan !== null && !isEnough(plan)) plan = stepDown(shape, machine.gpu, plan, insisted);
  return plan;
}

function wished(shape: ModelShape, { gpu }: Machine, wish: MemoryWish): MemoryPlan {
  const contextSize = Math.min(SHORT_CONTEXT, shape.contextSize);
  const longContext = Math.min(wish.longContext, shape.contextSize);
  return {
    gpuLayers: gpu === 'cpu' ? 0 : shape.layers + 1,
    cacheType: wish.cacheType ?? (gpu === 'cpu' ? cacheTypeOnCpu(shape) : 'f16'),
    short: { name: 'short', sequences: wish.sequences, contextSize },
    long: longContext > contextSize ? { name: 'long', sequences: 1, contextSize: longContext } : null,
  };
}

function fits(shape: ModelShape, { vram, ram }: Machine, plan: MemoryPlan): boolean {
  const need = memoryNeed(shape, plan);
  return need.vram.total <= vram && need.ram.total <= ram;
}
