import type { ErrorInfo } from './domain-error.js';

/**
 * How far a change of a collection's embedder has come: `embedding` beside the old vectors, `ready` to be swapped in
 * (a manual change waits here), `done`, or `cancelled`.
 */
export type EmbedderChangeStatus = 'embedding' | 'ready' | 'done' | 'cancelled';

/** Whether the new embeddings take over as soon as they are complete, or when somebody says so. */
export type EmbedderSwap = 'automatic' | 'manual';

/** What the old and the new embedder find for the same queries, by exact search over the same passages. */
export interface EmbedderComparison {
  /** Where the queries come from: questions that were asked, or else the first sentences of passages. */
  queries: 'questions' | 'passages';
  /** How many queries were compared. */
  sample: number;
  /** Passages searched; fewer than the collection has when it is large. */
  passages: number;
  /** Share of the ten nearest passages that both find, mean over the queries, 0 … 1. */
  overlap_at_10: number;
  /** Share of queries from passages whose own passage is among the ten nearest; null for questions. */
  found_at_10: { before: number; after: number } | null;
}

/** A change of a collection's embedder as the API shows it. */
export interface EmbedderChangeView {
  embedder: { id: string; dimensions: number };
  from: string | null;
  status: EmbedderChangeStatus;
  swap: EmbedderSwap;
  /** Passages embedded, of those that answer now. */
  progress: { done: number; total: number };
  comparison: EmbedderComparison | null;
  /** Why it does not get on at the moment; it is tried again. */
  error: ErrorInfo | null;
  created_at: string;
  updated_at: string;
}
