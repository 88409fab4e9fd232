import { Logger } from '@nestjs/common';
import {
  indexDataSourceOptions,
  IndexLogRepository,
  PgvectorIndexesRepository,
  type EmbedderIdentity,
} from '#database';
import { INDEX_FORMAT, IndexReplica, removeSnapshots, StoredIndex, type SearchIndex } from '#retrieval';
import { DataSource } from 'typeorm';
import type { WorkerConfig } from '../config.js';
import { embedderLog } from './embedder-log.js';

/** Where the indexes of this worker's collections live. */
export interface IndexHome {
  /**
   * Opens a collection's index by an embedder, which then follows the change log. `generation` counts the changes of
   * the collection's embedder: what was kept of an earlier time with the same embedder may lack what came since.
   */
  open(collectionId: string, embedder: EmbedderIdentity, generation: number): Promise<SearchIndex>;
  /** Removes what is kept of a collection that was deleted. */
  remove(collectionId: string): Promise<void>;
  /** Removes what is kept of all but these collections; called at start. */
  keepOnly(collectionIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * The home that the configuration asks for.
 *
 * @throws DomainError `index_unavailable` with the remedy when that is PostgreSQL and it lacks pgvector: at start, and
 * not at the first question.
 */
export async function openIndexHome(config: WorkerConfig, db: DataSource): Promise<IndexHome> {
  const changes = new IndexLogRepository(db);
  const logger = new Logger('index');
  if (config.KOTAE_INDEX === 'memory') {
    const { snapshotsFolder: snapshotFolder } = config;
    return {
      open: (collectionId, embedder) => {
        // It writes no snapshot that lacks anything, so there is no need to tell generations apart.
        const log = embedderLog(changes, embedder);
        return IndexReplica.open({ collectionId, log, embedder, snapshotFolder, logger });
      },
      remove: (collectionId) => removeSnapshots(snapshotFolder, collectionId),
      // Snapshots of a collection that was deleted meanwhile are harmless, and other workers may write theirs here.
      keepOnly: async () => undefined,
      close: async () => undefined,
    };
  }
  const url = config.KOTAE_PGVECTOR_URL ?? config.DATABASE_URL;
  const server = await new DataSource(indexDataSourceOptions(url, 'kotae-index')).initialize();
  const indexes = new PgvectorIndexesRepository(server, INDEX_FORMAT);
  await indexes.prepare();
  return {
    open: async (collectionId, embedder, generation) => {
      const id = generation === 0 ? embedder.id : `${embedder.id}#${generation}`;
      const store = await indexes.open(collectionId, { ...embedder, id });
      const log = embedderLog(changes, embedder);
      return StoredIndex.open({ collectionId, log, embedder, store, logger });
    },
    remove: (collectionId) => indexes.remove(collectionId),
    keepOnly: (collectionIds) => indexes.keepOnly(collectionIds),
    close: () => server.destroy(),
  };
}
