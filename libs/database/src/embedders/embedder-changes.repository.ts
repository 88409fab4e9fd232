import {
  DomainError,
  type EmbedderChangeStatus,
  type EmbedderComparison,
  type EmbedderSwap,
  type ErrorInfo,
} from '#contracts';
import type { DataSource, EntityManager } from 'typeorm';
import type { EmbedderIdentity } from '../collections/collections.repository.js';
import { lockLog } from '../index-log/index-log.repository.js';
import { affected, rows } from '../sql.js';
import { lacksEmbeddings } from './passage-embeddings.repository.js';

/** A change of a collection's embedder; a collection has at most one, the newest. */
export interface EmbedderChange {
  collectionId: string;
  embedder: EmbedderIdentity;
  fromEmbedderId: string | null;
  swap: EmbedderSwap;
  status: EmbedderChangeStatus;
  done: number;
  total: number;
  comparison: EmbedderComparison | null;
  error: ErrorInfo | null;
  createdAt: Date;
  updatedAt: Date;
}

/**
 * Changes of collections' embedders. The row says what is wanted and how far it is; a worker does it in idempotent
 * steps under {@link alone}, and takes over where another one died.
 */
export class EmbedderChangesRepository {
  constructor(private readonly db: DataSource) {}

  /** The collection's newest change; null when there has been none. */
  async of(collectionId: string): Promise<EmbedderChange | null> {
    const [row] = await rows<ChangeRow>(this.db, `select * from embedder_changes where collection_id = $1`, [
      collectionId,
    ]);
    return row ? toChange(row) : null;
  }

  /** Changes that a worker has something to do for, oldest first: open ones, and ended ones not cleared up after. */
  async unfinished(): Promise<EmbedderChange[]> {
    const found = await rows<ChangeRow>(
      this.db,
      `select * from embedder_changes where status in ('embedding', 'ready') or not cleared order by created_at`,
    );
    return found.map(toChange);
  }

  /**
   * Asks for a change. The same one again changes nothing but how it swaps.
   *
   * @throws DomainError `conflict` when the collection has that embedder, or changes to another one.
   */
  async request(
    collectionId: string,
    embedder: EmbedderIdentity,
    swap: EmbedderSwap,
  ): Promise<EmbedderChange> {
    await this.db.transaction(async (sql) => {
      const { current, change } = await lock(sql, collectionId);
      const isOpen = change?.status === 'embedding' || change?.status === 'ready';
      if (isOpen && change.embedder_id === embedder.id) {
        await sql.query(
          `update embedder_changes set swap = $2, updated_at = now() where collection_id = $1`,
          [collectionId, swap],
        );
        return;
      }
      if (isOpen) {
        throw new DomainError(
          'conflict',
          `The collection is being changed to ${change.embedder_id}. Wait for it, or cancel it with DELETE.`,
        );
      }
      if (current === embedder.id) {
        throw new DomainError('conflict', `The collection has the embedder ${embedder.id} already.`);
      }
      await sql.query(`delete from embedder_changes where collection_id = $1`, [collectionId]);
      await sql.query(
        `insert into embedder_changes (collection_id, embedder_id, embedder_dimensions, from_embedder_id, swap)
         values ($1, $2, $3, $4, $5)`,
        [collectionId, embedder.id, embedder.dimensions, current, swap],
      );
    });
    return this.existing(collectionId);
  }

  /** Lets a manual change take over. @throws DomainError `conflict` when there is none that is ready. */
  async approve(collectionId: string): Promise<EmbedderChange> {
    const count = await affected(
      this.db,
      `update embedder_changes set swap = 'automatic', updated_at = now()
       where collection_id = $1 and status = 'ready'`,
      [collectionId],
    );
    if (count === 0) {
      throw new DomainError('conflict', 'There is no change of the embedder that is ready to be swapped in.');
    }
    return this.existing(collectionId);
  }

  /** Gives a change up; the old embedder stays. @throws DomainError `conflict` when none is under way. */
  async cancel(collectionId: string): Promise<EmbedderChange> {
    const count = await affected(
      this.db,
      `update embedder_changes set status = 'cancelled', error = null, updated_at = now()
       where collection_id = $1 and status in ('embedding', 'ready')`,
      [collectionId],
    );
    if (count === 0) throw new DomainError('conflict', 'No change of the embedder is under way.');
    return this.existing(collectionId);
  }

  /** Notes how far an open change has come. False when it is not open any more. */
  async progress(
    { collectionId, embedder }: Pick<EmbedderChange, 'collectionId' | 'embedder'>,
    state: { done: number; total: number; error?: ErrorInfo },
  ): Promise<boolean> {
    const count = await affected(
      this.db,
      `update embedder_changes set done = $3, total = $4, error = $5, updated_at = now()
       where collection_id = $1 and embedder_id = $2 and status in ('embedding', 'ready')`,
      [collectionId, embedder.id, state.done, state.total, state.error ? JSON.stringify(state.error) : null],
    );
    return count > 0;
  }

  /** Notes that everything is embedded, with what the two embedders find. False when it is not open any more. */
  async ready(change: EmbedderChange, comparison: EmbedderComparison | null): Promise<boolean> {
    const count = await affected(
      this.db,
      `update embedder_changes set status = 'ready', comparison = $3, error = null, updated_at = now()
       where collection_id = $1 and embedder_id = $2 and status = 'embedding'`,
      [change.collectionId, change.embedder.id, comparison ? JSON.stringify(comparison) : null],
    );
    return count > 0;
  }

  /**
   * Makes the new embedder the collection's, in one step for all readers. False, changing nothing, when a passage
   * that answers now still lacks its embedding, or the change is not open any more. Publishing a document takes the
   * same lock, and checks which embedder is in force, so none can slip between.
   */
  async complete({ collectionId, embedder }: EmbedderChange): Promise<boolean> {
    return this.db.transaction(async (sql) => {
      await lockLog(sql, collectionId);
      const { change } = await lock(sql, collectionId);
      if (change?.status !== 'ready' || change.embedder_id !== embedder.id) return false;
      if (await lacksEmbeddings(sql, collectionId, embedder.id)) return false;
      await sql.query(
        `update collections
         set embedder_id = $2, embedder_dimensions = $3, index_generation = index_generation + 1 where id = $1`,
        [collectionId, embedder.id, embedder.dimensions],
      );
      await sql.query(
        `update embedder_changes set status = 'done', done = total, updated_at = now() where collection_id = $1`,
        [collectionId],
      );
      return true;
    });
  }

  /** Notes that nothing is left to clear away after a change that has ended. */
  async cleared({ collectionId, createdAt }: EmbedderChange): Promise<void> {
    await this.db.query(
      `update embedder_changes set cleared = true
       where collection_id = $1 and created_at = $2 and status in ('done', 'cancelled')`,
      [collectionId, createdAt],
    );
  }

  /**
   * Runs `work` while no other process works on this collection's embedder; false, without running it, when one does.
   * The lock goes with the connection, so a process that dies leaves its work to others at once.
   */
  async alone(collectionId: string, work: () => Promise<void>): Promise<boolean> {
    const connection = this.db.createQueryRunner();
    const key = `hashtext('kotae-embedder'), hashtext($1)`;
    try {
      const [held] = await rows<{ ours: boolean }>(
        connection,
        `select pg_try_advisory_lock(${key}) as ours`,
        [collectionId],
      );
      if (!held?.ours) return false;
      try {
        await work();
      } finally {
        await connection.query(`select pg_advisory_unlock(${key})`, [collectionId]);
      }
      return true;
    } finally {
      await connection.release();
    }
  }

  private async existing(collectionId: string): Promise<EmbedderChange> {
    const change = await this.of(collectionId);
    if (!change) throw gone();
    return change;
  }
}

/** Locks a collection and its change. @throws DomainError `collection_not_found` */
async function lock(
  sql: EntityManager,
  collectionId: string,
): Promise<{ current: string | null; change: ChangeRow | undefined }> {
  const [collection] = await rows<{ embedder_id: string | null }>(
    sql,
    `select embedder_id from collections where id = $1 for no key update`,
    [collectionId],
  );
  if (!collection) throw gone();
  const [change] = await rows<ChangeRow>(
    sql,
    `select * from embedder_changes where collection_id = $1 for update`,
    [collectionId],
  );
  return { current: collection.embedder_id, change };
}

function gone(): DomainError {
  return new DomainError('collection_not_found', 'The collection was deleted.');
}

interface ChangeRow {
  collection_id: string;
  embedder_id: string;
  embedder_dimensions: number;
  from_embedder_id: string | null;
  swap: EmbedderSwap;
  status: EmbedderChangeStatus;
  done: number;
  total: number;
  comparison: EmbedderComparison | null;
  error: ErrorInfo | null;
  created_at: Date;
  updated_at: Date;
}

function toChange(row: ChangeRow): EmbedderChange {
  return {
    collectionId: row.collection_id,
    embedder: { id: row.embedder_id, dimensions: row.embedder_dimensions },
    fromEmbedderId: row.from_embedder_id,
    swap: row.swap,
    status: row.status,
    done: row.done,
    total: row.total,
    comparison: row.comparison,
    error: row.error,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
