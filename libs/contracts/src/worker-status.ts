import type { LaneInfo, ModelView } from './model.js';

/** A generator of a worker, and how much it takes. */
export interface GeneratorStatus extends ModelView {
  lanes: LaneInfo[];
}

/** What a worker says of itself every few seconds, under a key that expires when it dies. */
export interface WorkerStatus {
  id: string;
  roles: ('answer' | 'ingest')[];
  /** The one that answers questions that name no model, unless it is unavailable. */
  generator: GeneratorStatus;
  /** All that questions may name, in the order in which they stand in for each other. */
  generators: GeneratorStatus[];
  /** The one that new collections take. */
  embedder: { id: string; dimensions: number; note?: string };
  /** All that it has, that one first. */
  embedders: { id: string; dimensions: number; note?: string }[];
  retrievers: string[];
  started_at: string;
  /** Memory of the worker process, bytes. */
  rss: number;
}

/** Redis key of one worker's status. */
export const workerStatusKey = (id: string): string => `kotae:worker:${id}`;
/** Redis set-like index: pattern to scan for all workers. */
export const WORKER_STATUS_PATTERN = 'kotae:worker:*';
/** Seconds after which a silent worker counts as gone. */
export const WORKER_STATUS_TTL = 15;
