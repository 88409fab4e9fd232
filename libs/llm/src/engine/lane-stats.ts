import type { LaneInfo } from '#contracts';

/** How a run ended: as {@link RunResult} says, or without a result. */
export type RunEnd = 'end' | 'max_tokens' | 'context_full' | 'cancelled' | 'failed' | 'refused';

/**
 * What a lane has done since its process started. Every number only grows; a restarted engine begins at 0, as counters
 * of Prometheus may. Rates come from two readings: prompt tokens per second are `promptTokens` over `readingMs`.
 */
export interface LaneCounters {
  steps: number;
  /** Sequences that took part, summed over the steps: divided by `steps`, the occupancy. */
  sequenceSteps: number;
  /** Milliseconds of all steps, from the beginning of one to the beginning of the next. */
  stepMs: number;
  /** Of `stepMs`: steps in which prompts were read. Steps that did both count in both. */
  readingMs: number;
  /** Of `stepMs`: steps in which answers were made. */
  answeringMs: number;
  /** Of `stepMs`: while llama.cpp computed or sampled. The rest is ours and node-llama-cpp's. */
  llamaMs: number;
  /** Prompt tokens computed. */
  promptTokens: number;
  /** Prompt tokens that were not computed, because a sequence held them. */
  reusedTokens: number;
  /** Of `reusedTokens`: those that were copied from another sequence. */
  copiedTokens: number;
  /** Tokens of saved prefixes that were read from disk. */
  loadedTokens: number;
  /** Tokens of answers made. */
  completionTokens: number;
  /** Tokens that were proposed by looking them up in the prompt, and those of them that the model took. */
  draftTokens: number;
  acceptedDraftTokens: number;
  /** Runs by how they ended. `refused`: the line was full. */
  runs: Record<RunEnd, number>;
}

/** What one sequence of a lane holds in its cache, busy or free. */
export interface HeldPrefix {
  /** As the caller of the last run named it ({@link GenerateRequest.prefixKey}); null for a nameless one. */
  key: string | null;
  tokens: number;
}

/** What a lane is doing and has done. */
export interface LaneStats extends LaneInfo {
  /** Runs that have a sequence. */
  running: number;
  /** Runs that wait for one. */
  waiting: { interactive: number; batch: number };
  /** Tokens in the caches, those kept for reuse included, and what they can hold. */
  kvCells: { used: number; total: number };
  /** Per sequence that holds anything. */
  held: HeldPrefix[];
  counters: LaneCounters;
}

export function zeroCounters(): LaneCounters {
  return {
    steps: 0,
    sequenceSteps: 0,
    stepMs: 0,
    readingMs: 0,
    answeringMs: 0,
    llamaMs: 0,
    promptTokens: 0,
    reusedTokens: 0,
    copiedTokens: 0,
    loadedTokens: 0,
    completionTokens: 0,
    draftTokens: 0,
    acceptedDraftTokens: 0,
    runs: { end: 0, max_tokens: 0, context_full: 0, cancelled: 0, failed: 0, refused: 0 },
  };
}
