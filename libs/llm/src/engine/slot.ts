import type { Run } from './run.js';
import type { Sequence } from './sequence.js';

/** A sequence and the run that has it. A free slot keeps the tokens of its last run, for the next one to reuse. */
export interface Slot {
  readonly sequence: Sequence;
  run: Run | null;
  /** Grows with every admission: the smaller, the longer ago. */
  usedAt: number;
}

/**
 * What a token that would be thrown away counts against one that is reused. Every prompt shares the system text, so
 * by the longest prefix alone a new conversation would always throw away an old one and leave empty slots empty.
 */
const LOSS = 0.25;

/**
 * The free slot in which `tokens` reuses most and destroys least; of equals, the one left alone longest. `undefined`
 * when every slot is busy.
 */
export function pickSlot(slots: readonly Slot[], tokens: readonly number[]): Slot | undefined {
  let best: { slot: Slot; worth: number } | undefined;
  for (const slot of slots) {
    if (slot.run !== null) continue;
    const reused = Math.min(slot.sequence.commonPrefix(tokens), tokens.length - 1);
    const worth = reused - LOSS * (slot.sequence.length - reused);
    const better = best === undefined || worth > best.worth;
    if (better || (worth === best?.worth && slot.usedAt < best.slot.usedAt)) best = { slot, worth };
  }
  return best?.slot;
}
