import { createHash, randomUUID } from 'node:crypto';
import { DomainError, type AnswerOptions } from '#contracts';
import type { DataSource } from 'typeorm';
import { collectionNotFound } from '../collections/collections.repository.js';
import { parseCursor, toPage, type Page } from '../page.js';
import { affected, COMMIT_SOON, rows } from '../sql.js';
import { QuestionEntity } from './question.entity.js';

/** What is needed to accept a question. */
export interface NewQuestion {
  owner: string;
  idempotencyKey: string | null;
  /** The collection's name. */
  collection: string;
  question: string;
  options: AnswerOptions;
}

/** How far a question has come. */
export type QuestionState = Pick<QuestionEntity, 'id' | 'status' | 'epoch'>;

/** Questions as their askers see them: ask, look up, list, cancel. Workers use `QuestionAttemptsRepository`. */
export class QuestionsRepository {
  constructor(private readonly db: DataSource) {}

  /**
   * Stores a question together with the change-log position it must see, in one statement: this is the path that
   * every asker waits for. With an idempotency key that this owner has used before, returns the earlier question
   * instead (`created: false`). `open` counts the owner's unfinished questions, a new one included; it becomes the
   * job's priority, so that one owner's flood queues up behind itself and not in front of everybody else.
   * @throws DomainError `collection_not_found`, `idempotency_key_reused` when the earlier request was a different one.
   */
  async create(asked: NewQuestion): Promise<{ question: QuestionEntity; created: boolean; open: number }> {
    const requestHash = hashRequest(asked);
    const id = randomUUID();
    const [row] = await rows<InsertedRow>(
      this.db,
      `insert into questions (id, owner, idempotency_key, request_hash, collection_id, collection_name, question,
                              options, index_seq)
       select $1, $2, $3, $4, c.id, c.name, $6, $7,
              (select coalesce(max(seq), 0) from index_log where collection_id = c.id)
       from collections c where c.name = $5
       on conflict (owner, idempotency_key) do nothing
       returning collection_id, index_seq, created_at,
                 (select count(*)::int from questions o where o.owner = $2 and o.status in ('queued', 'running')) as open`,
      [
        id,
        asked.owner,
        asked.idempotencyKey,
        requestHash,
        asked.collection,
        asked.question,
        JSON.stringify(asked.options),
      ],
    );
    // The count does not see the row that its own statement inserts.
    if (row) return { question: newQuestion(id, requestHash, asked, row), created: true, open: row.open + 1 };
    return { question: await this.earlier(asked, requestHash), created: false, open: 0 };
  }

  /** The question that was asked with the same idempotency key. */
  private async earlier(asked: NewQuestion, requestHash: string): Promise<QuestionEntity> {
    const { owner, idempotencyKey } = asked;
    const found =
      idempotencyKey === null
        ? null
        : await this.db.getRepository(QuestionEntity).findOneBy({ owner, idempotencyKey });
    if (!found) throw collectionNotFound(asked.collection);
    if (found.requestHash === requestHash) return found;
    throw new DomainError(
      'idempotency_key_reused',
      'This Idempotency-Key was used for a different request. Use a new key for a new question.',
    );
  }

  /** @throws DomainError `question_not_found`, also for another owner's question. */
  async get(owner: string, id: string): Promise<QuestionEntity> {
    const found = await this.db.getRepository(QuestionEntity).findOneBy({ id, owner });
    if (!found) throw new DomainError('question_not_found', `There is no question ${id}.`);
    return found;
  }

  /** Status and newest attempt of many questions at once, for those who wait for them; unknown ids are absent. */
  async states(ids: string[]): Promise<QuestionState[]> {
    return rows<QuestionState>(
      this.db,
      `select id, status, epoch from questions where id = any($1::uuid[])`,
      [ids],
    );
  }

  /** The owner's questions, newest first. */
  async list(owner: string, options: { limit: number; cursor?: string }): Promise<Page<QuestionEntity>> {
    const query = this.db
      .getRepository(QuestionEntity)
      .createQueryBuilder('q')
      .where('q.owner = :owner', { owner })
      .orderBy('q.createdAt', 'DESC')
      .addOrderBy('q.id', 'DESC')
      .limit(options.limit + 1);
    if (options.cursor) {
      const { at, id } = parseCursor(options.cursor);
      query.andWhere('(q.created_at, q.id) < (:at, :id)', { at, id });
    }
    return toPage(await query.getMany(), options.limit, (q) => ({ at: q.createdAt.toISOString(), id: q.id }));
  }

  /** Ends an open question as cancelled. False when it was final already. */
  async cancel(owner: string, id: string): Promise<boolean> {
    const count = await affected(
      this.db,
      `update questions set status = 'cancelled', finished_at = now()
       where id = $1 and owner = $2 and status in ('queued', 'running')`,
      [id, owner],
    );
    return count > 0;
  }

  /** Notes that a job for the question is in the queue, for the reconciler. */
  async markDispatched(id: string): Promise<void> {
    await this.db.query(
      `${COMMIT_SOON}
       update questions set dispatched_at = now(), dispatches = dispatches + 1 from soon where id = $1`,
      [id],
    );
  }
}

interface InsertedRow {
  collection_id: string;
  index_seq: string;
  created_at: Date;
  open: number;
}

/** The row as it was just inserted, without reading it back. */
function newQuestion(id: string, requestHash: string, asked: NewQuestion, row: InsertedRow): QuestionEntity {
  return Object.assign(new QuestionEntity(), {
    id,
    owner: asked.owner,
    idempotencyKey: asked.idempotencyKey,
    requestHash,
    collectionId: row.collection_id,
    collectionName: asked.collection,
    question: asked.question,
    options: asked.options,
    status: 'queued',
    epoch: 0,
    soloStarts: 0,
    indexSeq: Number(row.index_seq),
    answer: null,
    citations: [],
    sources: [],
    stopReason: null,
    usage: null,
    timings: null,
    model: null,
    error: null,
    createdAt: row.created_at,
    startedAt: null,
    finishedAt: null,
  } satisfies QuestionEntity);
}

function hashRequest({ collection, question, options }: NewQuestion): string {
  return createHash('sha256')
    .update(JSON.stringify([collection, question, options]))
    .digest('hex');
}
