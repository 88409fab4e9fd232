import type { Run } from './run.js';
import type { Sequence } from './sequence.js';

/** A sequence and the run that has it. A free slot keeps the tokens of its last run, for the next one to reuse. */
export interface Slot {
  readonly sequence: Sequence;
  run: Run | null;
  /** Grows with every admission: the smaller, the longer ago. */
  usedAt: number;
  /** What the caller of the last run calls its beginning; null for a nameless one. */
  prefixKey: string | null;
  /** Tokens that its last run found here: what prompts have in common. */
  shared: number;
  /** Tokens to keep when the computation ends: those behind them were drafted and refused. Null: all. */
  keep: number | null;
}
