import { type Machine, type MemoryPlan, SHORT_CONTEXT } from './memory-plan.js';
import type { ModelShape } from './model-shape.js';
import { planMemory } from './plan-memory.js';

/** Most sequences that a lane is given; more share the same computing power, and gain nothing. */
export const MOST_SEQUENCES = 64;

/** What a machine can do with a model at most, in one respect at a time. */
export interface Capacity {
  /** As many questions at once as fit, without a long lane. Null when not one fits. */
  questions: MemoryPlan | null;
  /** The longest context beside one short question. */
  context: MemoryPlan | null;
}

/** The two ends between which a user chooses by KOTAE_SEQUENCES and KOTAE_LONG_CONTEXT. */
export function capacityOf(shape: ModelShape, machine: Machine): Capacity {
  return {
    questions: planMemory(shape, machine, { sequences: MOST_SEQUENCES, longContext: 0 }),
    context: planMemory(shape, machine, {
      sequences: 1,
      longContext: shape.contextSize > SHORT_CONTEXT ? shape.contextSize : 0,
    }),
  };
}
