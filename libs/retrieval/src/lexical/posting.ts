/** Bits of a posting that hold the term's frequency; the slot takes the other 24. */
const FREQUENCY_BITS = 8;
const MAX_FREQUENCY = (1 << FREQUENCY_BITS) - 1;
/** Passages that fit into one index: slots have 24 bits. */
export const MAX_SLOTS = 2 ** (32 - FREQUENCY_BITS);

/** The slot (place in the index) of a posting. */
export const slotOf = (posting: number): number => posting >>> FREQUENCY_BITS;
/** How often the term occurs in that slot's passage, at most 255. */
export const frequencyOf = (posting: number): number => posting & MAX_FREQUENCY;
/** A posting of `slot` in which the term occurs `frequency` times. */
export const packPosting = (slot: number, frequency: number): number =>
  ((slot << FREQUENCY_BITS) | Math.min(frequency, MAX_FREQUENCY)) >>> 0;
