import { DomainError } from '#contracts';
import { rows, type Sql } from '../sql.js';
import type { EmbedderIdentity } from '../collections/collections.repository.js';
import { inTransaction, type Connections } from './connections.js';
import { createTables, dropTables, SHARED_TABLES, tablesOf } from './index-tables.js';
import { PgvectorStore, type PgvectorStoreOptions } from './pgvector-store.js';
import { requirePgvector } from './require-pgvector.js';

/** The widest embedding that pgvector stores in half precision. */
const MOST_DIMENSIONS = 16_000;
/** One process at a time creates and drops tables; the lock goes with the transaction. */
const LOCK = `select pg_advisory_xact_lock(hashtext('kotae-index-tables'))`;

/** The indexes that live in PostgreSQL: made for a collection on first use, dropped with it. */
export class PgvectorIndexesRepository {
  /** @param format of what is stored; indexes of other formats are dropped and built anew. */
  constructor(
    private readonly connections: Connections,
    private readonly format: number,
    private readonly options: PgvectorStoreOptions = {},
  ) {}

  /** To be called at start. @throws DomainError `index_unavailable` with the remedy when pgvector is not there. */
  async prepare(): Promise<void> {
    await this.alone(async (sql) => {
      await requirePgvector(sql);
      await sql.query(SHARED_TABLES);
    });
  }

  /** The index of a collection's passages as one embedder sees them; made when there is none yet. */
  async open(collectionId: string, embedder: EmbedderIdentity): Promise<PgvectorStore> {
    const { id: embedderId, dimensions } = embedder;
    if (dimensions > MOST_DIMENSIONS) {
      throw new DomainError(
        'index_unavailable',
        `The embedder ${embedderId} has ${dimensions} dimensions, and pgvector takes ${MOST_DIMENSIONS}. Choose another embedder, or set KOTAE_INDEX=memory.`,
      );
    }
    const id = await this.alone(async (sql) => {
      const key = [collectionId, embedderId, dimensions, this.format];
      await sql.query(
        `insert into kotae_index.indexes (collection_id, embedder_id, dimensions, format)
         values ($1, $2, $3, $4) on conflict do nothing`,
        key,
      );
      const [row] = await rows<{ id: number }>(
        sql,
        `select id from kotae_index.indexes
         where collection_id = $1 and embedder_id = $2 and dimensions = $3 and format = $4`,
        key,
      );
      await sql.query(createTables(tablesOf(row!.id), dimensions));
      return row!.id;
    });
    return new PgvectorStore(this.connections, tablesOf(id), dimensions, this.options);
  }

  /** Drops every index of a collection. */
  async remove(collectionId: string): Promise<void> {
    await this.drop('collection_id = $1', [collectionId]);
  }

  /** Drops the indexes of all but these collections: those deleted while no worker was there to notice. */
  async keepOnly(collectionIds: readonly string[]): Promise<void> {
    await this.drop('collection_id <> all($1::uuid[]) or format <> $2', [collectionIds, this.format]);
  }

  private async drop(where: string, parameters: unknown[]): Promise<void> {
    await this.alone(async (sql) => {
      const found = await rows<{ id: number }>(
        sql,
        `select id from kotae_index.indexes where ${where} for update`,
        parameters,
      );
      for (const { id } of found) {
        await sql.query(dropTables(tablesOf(id)));
        await sql.query(`delete from kotae_index.indexes where id = $1`, [id]);
      }
    });
  }

  private alone<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return inTransaction(this.connections, 'begin', async (sql) => {
      await sql.query(LOCK);
      return work(sql);
    });
  }
}
