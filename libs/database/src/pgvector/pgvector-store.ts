import { rows, type Sql } from '../sql.js';
import { inTransaction, onConnection, type Connections } from './connections.js';
import { buildVectorIndex } from './build-vector-index.js';
import { createTables, dropTables, type IndexTables } from './index-tables.js';
import { readState, type IndexState, type LogPosition } from './index-state.js';
import { PgvectorStep } from './pgvector-step.js';
import { PgvectorView, type IndexFilter } from './pgvector-view.js';

export interface PgvectorStoreOptions {
  /**
   * Passages from which on an HNSW index is built; below, all embeddings are compared, which is exact. Default 10,000:
   * comparing those takes about 10 ms at 384 dimensions.
   */
  hnswFrom?: number;
}

/** Beam of a search; pgvector's own default, 40, finds fewer than the 100 candidates that a search wants. */
const SEARCH_BEAM = 200;
/** Embeddings that a search may look at before it gives up filling its hits. */
const MOST_SCANNED = 100_000;
/**
 * One moment for all statements of a search. Compiling queries costs more than these take. `strict_order`: when dead
 * rows or a filter leave too few hits, the index is searched on, in order of distance.
 */
const BEGIN_READING = `
  begin isolation level repeatable read read only;
  set local jit = off;
  set local hnsw.ef_search = ${SEARCH_BEAM};
  set local hnsw.iterative_scan = strict_order;
  set local hnsw.max_scan_tuples = ${MOST_SCANNED}`;

/** The passages of one collection in PostgreSQL; see `PassageStore` of the retrieval library for what it promises. */
export class PgvectorStore {
  constructor(
    private readonly connections: Connections,
    private readonly tables: IndexTables,
    private readonly dimensions: number,
    private readonly options: PgvectorStoreOptions = {},
  ) {}

  async state(): Promise<IndexState> {
    return onConnection(this.connections, (sql) => readState(sql, this.tables.id));
  }

  read<T>(filter: IndexFilter | undefined, search: (view: PgvectorView) => Promise<T>): Promise<T> {
    return inTransaction(this.connections, BEGIN_READING, (sql) =>
      search(new PgvectorView(sql, this.tables, filter)),
    );
  }

  /** Locks the index's row for one step; null when another process has it, or has gone on from `reached`. */
  async begin(reached: LogPosition | null): Promise<PgvectorStep | null> {
    const connection = this.connections.createQueryRunner();
    const step = new PgvectorStep(connection, this.tables);
    try {
      await connection.query('begin');
      const [row] = await rows<{ seq: string | null }>(
        connection,
        `select seq from kotae_index.indexes where id = $1 for update skip locked`,
        [this.tables.id],
      );
      const seq = row?.seq ?? null;
      if (row && (seq === null ? null : Number(seq)) === (reached?.seq ?? null)) return step;
      await step.abandon();
      return null;
    } catch (error) {
      await step.abandon();
      throw error;
    }
  }

  async clear(): Promise<void> {
    await inTransaction(this.connections, 'begin', async (sql: Sql) => {
      await sql.query(`select 1 from kotae_index.indexes where id = $1 for update`, [this.tables.id]);
      await sql.query(dropTables(this.tables));
      await sql.query(createTables(this.tables, this.dimensions));
      await sql.query(
        `update kotae_index.indexes set seq = null, op = null, version_id = null, versions = 0, passages = 0,
         total_length = 0 where id = $1`,
        [this.tables.id],
      );
    });
  }

  /** Builds the HNSW index once the collection is large enough for one. Takes minutes; nothing waits for it. */
  async tend(): Promise<void> {
    const { passages } = await this.state();
    if (passages < (this.options.hnswFrom ?? 10_000)) return;
    await buildVectorIndex(this.connections, this.tables, this.dimensions);
  }
}
