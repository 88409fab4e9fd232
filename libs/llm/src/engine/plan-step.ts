import { type PrefillPace, sharePrefill } from './prefill-pace.js';
import type { Slot } from './slot.js';

/** What one step computes. */
export interface StepPlan {
  /** Slots that make a token, each with what is proposed to follow it. */
  answering: { slot: Slot; draft: number[] }[];
  /** Slots that read so many tokens of their prompt; where it ends with them, the first token of the answer is made too. */
  reading: { slot: Slot; count: number; ends: boolean }[];
  /** Prompt tokens that might have been read. */
  chunk: number;
}

export interface StepLimits {
  /** Tokens of prompts and drafts that fit one batch beside one token of each sequence. */
  largestChunk: number;
  pace: PrefillPace;
  /** What answers alone have taken of a step, milliseconds. */
  answersMs: number;
  /** Whether to read nothing beside answers this time, so that what they take is known again. */
  onlyAnswers: boolean;
  /** Whether the oldest prompt is read before all others this time. */
  oldestFirst: boolean;
  /** Whether another lane waits for the device. */
  isContended: boolean;
}

/** Shares a step among the slots that have a run. */
export function planStep(
  slots: readonly Slot[],
  { largestChunk, pace, answersMs, onlyAnswers, oldestFirst, isContended }: StepLimits,
): StepPlan {
  const answers: Slot[] = [];
  const prompts: { slot: Slot; tokens: number; batch: boolean }[] = [];
  for (const slot of slots) {
    if (slot.run === null) continue;
    const { request, source } = slot.run;
    const tokens = request.tokens.length - slot.sequence.length;
    if (source === null) prompts.push({ slot, tokens, batch: request.priority === 'batch' });
    else answers.push(slot);
  }
  prompts.sort((a, b) => a.slot.usedAt - b.slot.usedAt);
  // All drafts together within half a batch.
  const longestDraft = Math.floor(largestChunk / 2 / Math.max(1, answers.length));
  const answering = answers.map((slot) => ({ slot, draft: draftFor(slot, longestDraft) }));
  const drafted = answering.reduce((sum, { draft }) => sum + draft.length, 0);
  const besideAnswers = answers.length > 0;
  const beside = besideAnswers || isContended ? 'answering' : 'reading';
  const chunk = Math.min(pace.chunk(beside, besideAnswers ? answersMs : 0), largestChunk - drafted);
  const shares =
    besideAnswers && onlyAnswers ? [] : sharePrefill(prompts, { chunk, oldestFirst, besideAnswers });
  const reading = shares
    .map((count, i) => ({ slot: prompts[i]!.slot, count, ends: count === prompts[i]!.tokens }))
    .filter(({ count }) => count > 0);
  return { answering, reading, chunk };
}

/** What may follow, within the room of the sequence and of the answer. */
function draftFor({ run, sequence }: Slot, longest: number): number[] {
  if (run === null || run.lookup === null) return [];
  const places = Math.min(sequence.capacity - sequence.length, run.request.maxTokens - run.completionTokens);
  return run.lookup.propose(Math.min(longest, places - 1));
}
