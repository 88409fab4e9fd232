import { DataSource, type DataSourceOptions } from 'typeorm';
import { CollectionEntity } from './collections/collection.entity.js';
import { DocumentVersionEntity } from './documents/document-version.entity.js';
import { DocumentEntity } from './documents/document.entity.js';
import { ApiKeyEntity } from './keys/api-key.entity.js';
import { InitialSchema1700000000000 } from './migrations/1700000000000-initial-schema.js';
import { DocumentMetadata1700000001000 } from './migrations/1700000001000-document-metadata.js';
import { RefusalThresholds1700000003000 } from './migrations/1700000003000-refusal-thresholds.js';
import { Conversations1700000004000 } from './migrations/1700000004000-conversations.js';
import { EmbedderChanges1700000005000 } from './migrations/1700000005000-embedder-changes.js';
import { IngestSteps1700000020000 } from './migrations/1700000020000-ingest-steps.js';
import { ExtractionTurns1700000060000 } from './migrations/1700000060000-extraction-turns.js';
import { UnreadPictures1700000070000 } from './migrations/1700000070000-unread-pictures.js';
import { Uploaders1700000021000 } from './migrations/1700000021000-uploaders.js';
import { Chats1700000040000 } from './migrations/1700000040000-chats.js';
import { KeyScopes1700000050000 } from './migrations/1700000050000-key-scopes.js';
import { SyncSource1700000030000 } from './migrations/1700000030000-sync-source.js';
import { QuestionEntity } from './questions/question.entity.js';

/** How Kotae connects. `poolSize` counts connections; timeouts keep a stuck statement from holding a worker. */
export function dataSourceOptions(url: string, applicationName: string, poolSize = 10): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    applicationName,
    poolSize,
    entities: [CollectionEntity, DocumentEntity, DocumentVersionEntity, QuestionEntity, ApiKeyEntity],
    migrations: [
      InitialSchema1700000000000,
      DocumentMetadata1700000001000,
      RefusalThresholds1700000003000,
      Conversations1700000004000,
      EmbedderChanges1700000005000,
      IngestSteps1700000020000,
      Uploaders1700000021000,
      Chats1700000040000,
      KeyScopes1700000050000,
      SyncSource1700000030000,
      ExtractionTurns1700000060000,
      UnreadPictures1700000070000,
    ],
    migrationsTransactionMode: 'each',
    synchronize: false,
    connectTimeoutMS: 5000,
    // The server's own limits, and the client's for a server that hangs without closing.
    extra: { statement_timeout: 60_000, idle_in_transaction_session_timeout: 60_000, query_timeout: 65_000 },
  };
}

/**
 * How the index in PostgreSQL connects, which may be another server: no entities, and no limit of the client's, which
 * would end the building of a large index.
 */
export function indexDataSourceOptions(
  url: string,
  applicationName: string,
  poolSize = 10,
): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    applicationName,
    poolSize,
    connectTimeoutMS: 5000,
    extra: { statement_timeout: 60_000, idle_in_transaction_session_timeout: 60_000 },
  };
}

/**
 * Brings the schema up to date. Safe to call from several processes at once: an advisory lock lets one migrate while
 * the others wait and then find nothing to do. Returns the names of the migrations that ran.
 */
export async function migrate(url: string): Promise<string[]> {
  const db = await new DataSource({ ...dataSourceOptions(url, 'kotae-migrate', 2) }).initialize();
  const lock = db.createQueryRunner();
  try {
    await lock.query(`select pg_advisory_lock(hashtext('kotae-migrate'))`);
    const ran = await db.runMigrations();
    return ran.map((migration) => migration.name);
  } finally {
    await lock.release();
    await db.destroy();
  }
}
