/** Batch questions wait behind every interactive one: half of BullMQ's range of priorities (1 … 2,097,152) each. */
const BATCH_OFFSET = 1_048_576;

/**
 * BullMQ priority (smaller runs first) of an owner's next question when it has `open` unfinished ones, that one
 * included. An owner's first question competes with other owners' first ones, its hundredth with their hundredth: a
 * flood waits behind itself, and everybody else overtakes it.
 */
export function fairPriority(open: number, priority: 'interactive' | 'batch'): number {
  const place = Math.min(Math.max(open, 1), BATCH_OFFSET - 1);
  return priority === 'batch' ? BATCH_OFFSET + place : place;
}
