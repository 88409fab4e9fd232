import type { IndexedPassage } from '#contracts';
import type { DataSource } from 'typeorm';
import { rows, type Sql } from '../sql.js';
import type { EmbedderIdentity } from '../collections/collections.repository.js';
import { fromBytes } from './embedding-bytes.js';

/** One change of a collection's index: every passage of a document version appears, or disappears. */
export interface LogEntry {
  seq: number;
  op: 'add' | 'remove';
  versionId: string;
}

const BATCH = 500;

/**
 * Appends to a collection's change log inside the caller's transaction. The advisory lock makes commits of one
 * collection happen in the order of their sequence numbers; without it a reader could see 8 before 7 is committed,
 * step over 7 and never come back to it.
 */
export async function appendToLog(
  sql: Sql,
  collectionId: string,
  changes: { op: LogEntry['op']; versionId: string }[],
): Promise<void> {
  if (changes.length === 0) return;
  await lockLog(sql, collectionId);
  for (const { op, versionId } of changes) {
    await sql.query(`insert into index_log (collection_id, op, version_id) values ($1, $2, $3)`, [
      collectionId,
      op,
      versionId,
    ]);
  }
}

/** Lets one transaction at a time change what a collection's index is to hold; the lock goes with it. */
export async function lockLog(sql: Sql, collectionId: string): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock(hashtext('kotae-index-log'), hashtext($1))`, [collectionId]);
}

/** The change log as index replicas read it. */
export class IndexLogRepository {
  constructor(private readonly db: DataSource) {}

  /** Entries after `afterSeq` in order, at most `limit`. */
  async read(collectionId: string, afterSeq: number, limit: number): Promise<LogEntry[]> {
    const found = await rows<{ seq: string; op: LogEntry['op']; version_id: string }>(
      this.db,
      `select seq, op, version_id from index_log where collection_id = $1 and seq > $2 order by seq limit $3`,
      [collectionId, afterSeq, limit],
    );
    return found.map((row) => ({ seq: Number(row.seq), op: row.op, versionId: row.version_id }));
  }

  /** The newest position; 0 when nothing has ever been indexed. */
  async head(collectionId: string): Promise<number> {
    const [row] = await rows<{ head: string }>(
      this.db,
      `select coalesce(max(seq), 0) as head from index_log where collection_id = $1`,
      [collectionId],
    );
    return Number(row?.head ?? 0);
  }

  /**
   * The version's passages with their embeddings by one embedder, in batches; nothing when the version is gone. A
   * passage that the embedder has not read gets the zero vector, which words find and vectors never do, and `onGap`
   * is called: between a change of the collection's embedder and the moment at which its readers follow it.
   */
  async *passages(
    versionId: string,
    embedder: EmbedderIdentity,
    onGap: () => void = () => {},
  ): AsyncGenerator<IndexedPassage[]> {
    for (let after = -1; ;) {
      const batch = await rows<{
        id: string;
        ordinal: number;
        heading: string;
        text: string;
        embedding: Buffer | null;
      }>(
        this.db,
        `select p.id, p.ordinal, p.heading, p.text, e.embedding from passages p
         left join passage_embeddings e on e.passage_id = p.id and e.embedder_id = $3
         where p.version_id = $1 and p.ordinal > $2 order by p.ordinal limit ${BATCH}`,
        [versionId, after, embedder.id],
      );
      const last = batch.at(-1);
      if (!last) return;
      if (batch.some(({ embedding }) => embedding === null)) onGap();
      yield batch.map((row) => ({
        id: Number(row.id),
        searchText: row.heading === '' ? row.text : `${row.heading}\n${row.text}`,
        heading: row.heading,
        embedding: row.embedding ? fromBytes(row.embedding) : new Float32Array(embedder.dimensions),
      }));
      after = last.ordinal;
    }
  }

  /**
   * Runs `write` while no other process holds this collection's snapshot lock. False, without running it, when one
   * does: then that one writes.
   */
  async withSnapshotLock(collectionId: string, write: () => Promise<unknown>): Promise<boolean> {
    const connection = this.db.createQueryRunner();
    const key = [`hashtext('kotae-snapshot')`, 'hashtext($1)'].join(', ');
    try {
      const [lock] = await rows<{ ours: boolean }>(
        connection,
        `select pg_try_advisory_lock(${key}) as ours`,
        [collectionId],
      );
      if (!lock?.ours) return false;
      try {
        await write();
      } finally {
        await connection.query(`select pg_advisory_unlock(${key})`, [collectionId]);
      }
      return true;
    } finally {
      await connection.release();
    }
  }
}
