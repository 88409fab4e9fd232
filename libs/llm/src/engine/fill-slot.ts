import { DomainError } from '#contracts';
import type { LaneCounters } from './lane-stats.js';
import type { Place } from './place-run.js';
import type { Run } from './run.js';
import type { SavedPrefixes } from './saved-prefixes.js';
import type { Sequence } from './sequence.js';

export interface FillOptions {
  /** Beginnings of prompts on disk; null when there are none, or when others would have to wait for the disk. */
  prefixes: SavedPrefixes | null;
  /** How fast prompts are read here; null before that is known. */
  tokensPerMs: number | null;
  counters: LaneCounters;
}

/**
 * Brings a free slot's cache to the beginning of the run's prompt that can be had without computing: what it holds
 * itself, what another slot holds, or what is on disk. Nothing computes meanwhile.
 */
export async function fillSlot({ slot, copyFrom }: Place, run: Run, options: FillOptions): Promise<void> {
  const { sequence } = slot;
  if (copyFrom !== null) await copy(sequence, copyFrom.sequence, reusable(copyFrom.sequence, run), options);
  else await load(sequence, run, options);
  await truncate(sequence, reusable(sequence, run));
  slot.shared = sequence.length;
  options.counters.reusedTokens += sequence.length;
}

/** @throws DomainError `generation_failed` when the sequence does not hold then what it should */
export async function truncate(sequence: Sequence, length: number): Promise<void> {
  if (length < sequence.length || length === 0) await sequence.truncate(length);
  if (sequence.length !== length) {
    throw new DomainError('generation_failed', 'The model has lost the beginning of a prompt.', {
      retryable: true,
    });
  }
}

/** The last token of a prompt is never reused: decoding it is what yields the first token of the answer. */
function reusable(sequence: Sequence, { request: { tokens } }: Run): number {
  return Math.min(sequence.commonPrefix(tokens), tokens.length - 1);
}

async function copy(to: Sequence, from: Sequence, length: number, { counters }: FillOptions): Promise<void> {
  try {
    await to.copyFrom?.(from, length);
    counters.copiedTokens += to.length;
  } catch {
    // Reading the prompt from its beginning is slower, and as right.
    await truncate(to, 0);
  }
}

async function load(
  sequence: Sequence,
  run: Run,
  { prefixes, tokensPerMs, counters }: FillOptions,
): Promise<void> {
  const { tokens, signal } = run.request;
  const file = prefixes?.find(tokens, reusable(sequence, run), tokensPerMs);
  if (!prefixes || !file) return;
  try {
    if (await prefixes.load(file, sequence, signal)) counters.loadedTokens += sequence.length;
  } catch (error) {
    // A cancelled run leaves as every other does.
    if (!signal.aborted) throw error;
  }
}
