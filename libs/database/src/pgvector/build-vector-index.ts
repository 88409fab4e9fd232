import { rows } from '../sql.js';
import { onConnection, type Connections } from './connections.js';
import type { IndexTables } from './index-tables.js';

/** The most dimensions that HNSW indexes of half-precision vectors take; beyond, every search compares all. */
const MOST_INDEXED_DIMENSIONS = 4000;
/** As in memory: links a point, and beam while building. */
const PARAMETERS = 'm = 16, ef_construction = 200';

/**
 * Builds the HNSW index unless there is one or another process is at it. Searches and writes go on meanwhile; until it
 * is there, searches compare all embeddings. One that was left half-built is dropped first.
 */
export async function buildVectorIndex(
  connections: Connections,
  { passages, hnsw, id }: IndexTables,
  dimensions: number,
): Promise<void> {
  if (dimensions > MOST_INDEXED_DIMENSIONS) return;
  await onConnection(connections, async (connection) => {
    const find = () =>
      rows<{ valid: boolean }>(
        connection,
        `select i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid
         join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'kotae_index' and c.relname = $1`,
        [hnsw],
      );
    if ((await find())[0]?.valid === true) return;
    const key = `hashtext('kotae-index-hnsw'), ${id}`;
    const [lock] = await rows<{ ours: boolean }>(connection, `select pg_try_advisory_lock(${key}) as ours`);
    if (!lock?.ours) return;
    try {
      await connection.query(`set statement_timeout = 0`);
      if ((await find())[0]?.valid === false) await connection.query(`drop index kotae_index.${hnsw}`);
      await connection.query(
        `create index concurrently if not exists ${hnsw} on ${passages}
         using hnsw (embedding halfvec_cosine_ops) with (${PARAMETERS})`,
      );
    } finally {
      await connection.query(`reset statement_timeout`);
      await connection.query(`select pg_advisory_unlock(${key})`);
    }
  });
}
