import type { Run, RunRequest } from './run.js';
import type { Slot } from './slot.js';

/** Where a run goes, and from where it gets the beginning of its prompt when that is another slot. */
export interface Place {
  slot: Slot;
  copyFrom: Slot | null;
}

/** What runs have been like lately, to tell how long one will go on. */
export interface Expectations {
  /** Tokens of an answer. */
  completionTokens: number;
  /** Prompt tokens that can be read in the time of a step that makes one token. */
  promptTokensPerStep: number;
}

/**
 * What a token that would be thrown away counts against one that is reused. Every prompt shares the system text, so
 * by the longest prefix alone a new conversation would always throw away an old one and leave empty slots empty.
 */
const LOSS = 0.25;

/** For less than this many tokens neither copying a cache nor waiting for one pays. */
const WORTH_MOVING = 64;
/** What copying costs, in tokens: it moves a sequence's whole cache, in about the time of reading so many on a CPU. */
const COPY_COST = 16;

/**
 * The free slot in which the run reuses most and destroys least; of equals, the one left alone longest. What another
 * slot holds counts as well where caches can be copied. A slot beside a busy one is better than one apart: llama.cpp
 * computes sequences with neighbouring numbers in one go (`split_equal` in llama-batch.cpp) and others one group after
 * the other, each of which takes about a step's time.
 *
 * `null`: wait, because every slot is busy, or because a busy one will soon hold so much of this prompt that reading it
 * again would take longer. That can be told from what is left of the busy run: with copying, until it has read what
 * both have in common; without, until it ends.
 */
export function placeRun(run: Run, slots: readonly Slot[], expected: Expectations): Place | null {
  const { tokens } = run.request;
  const held = slots.map((slot) => ({ slot, reused: reusedIn(slot, tokens) }));
  const apart = expected.completionTokens * expected.promptTokensPerStep;
  let best: (Place & { reused: number; worth: number }) | undefined;
  for (const [at, { slot, reused }] of held.entries()) {
    if (slot.run !== null) continue;
    const richest = richestOther(held, slot);
    const copies = richest !== undefined && slot.sequence.copyFrom && richest.reused >= reused + WORTH_MOVING;
    const place = copies ? { copyFrom: richest.slot, reused: richest.reused } : { copyFrom: null, reused };
    const moved = copies ? COPY_COST : 0;
    const lost = LOSS * (slot.sequence.length - reused) + (isApart(slots, at) ? apart : 0);
    const worth = place.reused - moved - lost;
    const better = best === undefined || worth > best.worth;
    if (better || (worth === best?.worth && slot.usedAt < best.slot.usedAt)) best = { slot, ...place, worth };
  }
  if (best === undefined) return null;
  const waits = held.some(({ slot }) => paysToWait(slot, run.request, reusedWithout(held, slot), expected));
  return waits ? null : { slot: best.slot, copyFrom: best.copyFrom };
}

/** Tokens of the prompt that the slot holds. The last one is always computed: that is what yields the first token. */
function reusedIn({ sequence }: Slot, tokens: readonly number[]): number {
  return Math.min(sequence.commonPrefix(tokens), tokens.length - 1);
}

/** Whether there are busy slots, and none of them is beside this one. */
function isApart(slots: readonly Slot[], at: number): boolean {
  return slots.some(isBusy) && !isBusy(slots[at - 1]) && !isBusy(slots[at + 1]);
}

function isBusy(slot: Slot | undefined): boolean {
  return (slot?.run ?? null) !== null;
}

function richestOther(
  held: readonly { slot: Slot; reused: number }[],
  besides: Slot,
): { slot: Slot; reused: number } | undefined {
  let richest: { slot: Slot; reused: number } | undefined;
  for (const one of held) {
    if (one.slot !== besides && one.reused > (richest?.reused ?? 0)) richest = one;
  }
  return richest;
}

/** Most tokens of the prompt that can be had at once without what `slot` holds. */
function reusedWithout(held: readonly { slot: Slot; reused: number }[], slot: Slot): number {
  const others = held.filter(
    (one) => one.slot !== slot && (one.slot.run === null || one.slot.sequence.copyFrom),
  );
  return Math.max(0, ...others.map(({ reused }) => reused));
}

/** Whether waiting for what `slot` is about to hold takes less than reading it, all counted in prompt tokens. */
function paysToWait(
  { run, sequence }: Slot,
  { tokens, priority }: RunRequest,
  reused: number,
  { completionTokens, promptTokensPerStep }: Expectations,
): boolean {
  // Batch prompts are read behind interactive ones: waiting for them would turn the order round.
  if (run === null || run.outcome !== null) return false;
  if (run.request.priority === 'batch' && priority === 'interactive') return false;
  const shared = Math.min(commonLength(run.request.tokens, tokens), tokens.length - 1);
  const gain = shared - reused;
  if (gain < WORTH_MOVING) return false;
  const leftToShare = Math.max(0, shared - sequence.length);
  // Read beside each other, both would have half of the device.
  if (sequence.copyFrom) return leftToShare > 0 && leftToShare <= 2 * gain;
  const leftToRead = Math.max(0, run.request.tokens.length - sequence.length);
  const leftToMake = Math.min(
    run.request.maxTokens - run.completionTokens,
    Math.max(1, completionTokens - run.completionTokens),
  );
  return leftToRead + leftToMake * promptTokensPerStep < gain;
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  const most = Math.min(a.length, b.length);
  for (let i = 0; i < most; i++) if (a[i] !== b[i]) return i;
  return most;
}
