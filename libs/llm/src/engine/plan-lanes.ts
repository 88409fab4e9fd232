import type { LaneInfo } from '#contracts';

/** Up to this context LongRoPE models use their short factors; the official 4k models end here. */
const SHORT_CONTEXT = 4096;
/** With less than this, hardly a question with sources fits. */
const SMALLEST_CONTEXT = 1024;
/** llama.cpp rounds contexts up to multiples of 256; a coarser grain here saves estimates. */
const LONG_GRAIN = 1024;

export interface LaneDemand {
  /** Longest context that the model computes rightly. */
  modelContext: number;
  /** Sequences wanted in the short lane. */
  sequences: number;
  /** Context wanted in the long lane; 0 for none. */
  longContext: number;
  /** Bytes that are free for contexts, in the memory that holds them. */
  freeBytes: number;
  /** Bytes that a context takes there. */
  estimate: (contextSize: number, sequences: number) => Promise<number>;
}

export interface LanePlan {
  short: LaneInfo;
  /** Made on first need; its memory is set aside from the start. */
  long: LaneInfo | null;
}

/**
 * Sizes the lanes so that both fit memory together: the short lane gives up sequences, then context; the long lane
 * gets what is left, if that is more than a short sequence holds. `null` when not even the smallest lane fits.
 *
 * Two lanes, because llama.cpp picks LongRoPE's factors by the context that is allocated, not by the prompt: short
 * prompts in a long context would be answered with the long factors, which the model saw only in long texts.
 */
export async function planLanes(demand: LaneDemand): Promise<LanePlan | null> {
  const short = await planShort(demand);
  if (short === null) return null;
  const left = demand.freeBytes - (await demand.estimate(short.contextSize, short.sequences));
  return { short, long: await planLong(demand, short.contextSize, left) };
}

async function planShort({
  modelContext,
  sequences,
  freeBytes,
  estimate,
}: LaneDemand): Promise<LaneInfo | null> {
  const contextSize = Math.min(SHORT_CONTEXT, modelContext);
  for (let count = sequences; count >= 1; count--) {
    if ((await estimate(contextSize, count)) <= freeBytes)
      return { name: 'short', sequences: count, contextSize };
  }
  for (let size = contextSize / 2; size >= SMALLEST_CONTEXT; size /= 2) {
    if ((await estimate(size, 1)) <= freeBytes) return { name: 'short', sequences: 1, contextSize: size };
  }
  return null;
}

async function planLong(demand: LaneDemand, above: number, freeBytes: number): Promise<LaneInfo | null> {
  const wanted = Math.min(demand.longContext, demand.modelContext);
  let fits = Math.floor(above / LONG_GRAIN);
  let tooMuch = Math.floor(wanted / LONG_GRAIN) + 1;
  while (tooMuch - fits > 1) {
    const middle = Math.floor((fits + tooMuch) / 2);
    if ((await demand.estimate(middle * LONG_GRAIN, 1)) <= freeBytes) fits = middle;
    else tooMuch = middle;
  }
  const contextSize = fits * LONG_GRAIN;
  return contextSize > above ? { name: 'long', sequences: 1, contextSize } : null;
}
