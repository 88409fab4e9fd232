import type { FusionWeights } from '../search/fusion-weights.js';
import type { EmbedderIdentity } from '../snapshots/snapshot-state.js';
import type { IndexLog } from './index-log.js';

/** Where a replica says what a person may want to know. */
export interface ReplicaLogger {
  log(message: string): void;
  warn(message: string): void;
}

export interface ReplicaOptions {
  collectionId: string;
  log: IndexLog;
  /** Whose embeddings the passages have. */
  embedder: EmbedderIdentity;
  /** Folder for the snapshots of all collections. */
  snapshotFolder: string;
  /** How search unites words and embeddings; default: what is best for the embedder. */
  weights?: FusionWeights;
  logger?: ReplicaLogger;
  /** Milliseconds between looks at the log when nobody calls {@link IndexReplica.notify}; default 2,000. */
  pollMs?: number;
}
