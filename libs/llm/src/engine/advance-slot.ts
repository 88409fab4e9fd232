import type { Slot } from './slot.js';
import type { StepRecord } from './step-record.js';

/** Reads the next `count` tokens of the prompt of the slot's run, which ends with the error if that fails. */
export async function readPrompt({ run, sequence }: Slot, count: number): Promise<void> {
  if (run === null) return;
  try {
    await sequence.prefill(run.request.tokens.slice(sequence.length, sequence.length + count));
  } catch (error) {
    run.outcome = { error, computing: true };
  }
}

/**
 * Makes the next token of the answer of the slot's run, and as many of `draft` as it would have made itself. The first
 * token comes with the rest of the prompt, in one pass.
 */
export async function makeTokens(
  slot: Slot,
  draft: readonly number[],
  { now, record }: { now: () => number; record: StepRecord },
): Promise<void> {
  const { run, sequence } = slot;
  if (run === null) return;
  if (run.source !== null && sequence.length >= sequence.capacity) {
    run.outcome = { stopReason: 'context_full' };
    return;
  }
  const read = run.source === null ? run.request.tokens.length : sequence.length + 1;
  try {
    run.source ??= sequence.decode(run.request.tokens.slice(sequence.length), run.request.sampling);
    const made = await run.source.next(draft);
    slot.keep = read - 1 + made.length;
    run.lookup?.learn(made, draft.length);
    const already = run.completionTokens;
    run.accept(made, now());
    record.made({
      drafted: draft.length,
      taken: made.length - 1,
      completion: run.completionTokens - already,
    });
  } catch (error) {
    run.outcome = { error, computing: true };
  }
}
