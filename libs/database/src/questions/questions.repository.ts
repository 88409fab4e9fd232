import { createHash, randomUUID } from 'node:crypto';
import { DomainError, type AnswerOptions } from '#contracts';
import type { DataSource } from 'typeorm';
import { parseCursor, toPage, type Page } from '../page.js';
import { affected, rows } from '../sql.js';
import { QuestionEntity } from './question.entity.js';

/** What is needed to accept a question. */
export interface NewQuestion {
  owner: string;
  idempotencyKey: string | null;
  collection: { id: string; name: string };
  question: string;
  options: AnswerOptions;
}

/** How far a question has come. */
export type QuestionState = Pick<QuestionEntity, 'id' | 'status' | 'epoch'>;

/** Questions as their askers see them: ask, look up, list, cancel. Workers use `QuestionAttemptsRepository`. */
export class QuestionsRepository {
  constructor(private readonly db: DataSource) {}

  /**
   * Stores a question together with the change-log position it must see. With an idempotency key that this owner
   * has used before, returns the earlier question instead (`created: false`).
   * @throws DomainError `idempotency_key_reused` when the earlier request was a different one.
   */
  async create(asked: NewQuestion): Promise<{ question: QuestionEntity; created: boolean }> {
    const requestHash = hashRequest(asked);
    const id = randomUUID();
    const inserted = await rows<{ id: string }>(
      this.db,
      `insert into questions (id, owner, idempotency_key, request_hash, collection_id, collection_name, question,
                              options, index_seq)
       values ($1, $2, $3, $4, $5, $6, $7, $8,
               (select coalesce(max(seq), 0) from index_log where collection_id = $5))
       on conflict (owner, idempotency_key) do nothing returning id`,
      [
        id,
        asked.owner,
        asked.idempotencyKey,
        requestHash,
        asked.collection.id,
        asked.collection.name,
        asked.question,
        JSON.stringify(asked.options),
      ],
    );
    const repository = this.db.getRepository(QuestionEntity);
    if (inserted[0]) return { question: await repository.findOneByOrFail({ id }), created: true };
    const earlier = await repository.findOneByOrFail({
      owner: asked.owner,
      idempotencyKey: asked.idempotencyKey ?? '',
    });
    if (earlier.requestHash !== requestHash) {
      throw new DomainError(
        'idempotency_key_reused',
        'This Idempotency-Key was used for a different request. Use a new key for a new question.',
      );
    }
    return { question: earlier, created: false };
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

  /**
   * How many questions this owner has open. It becomes the job's priority, so that one owner's flood queues up
   * behind itself and not in front of everybody else.
   */
  async countOpen(owner: string): Promise<number> {
    const [row] = await rows<{ count: number }>(
      this.db,
      `select count(*)::int as count from questions where owner = $1 and status in ('queued', 'running')`,
      [owner],
    );
    return row?.count ?? 0;
  }

  /** Notes that a job for the question is in the queue, for the reconciler. */
  async markDispatched(id: string): Promise<void> {
    await this.db.query(
      `update questions set dispatched_at = now(), dispatches = dispatches + 1 where id = $1`,
      [id],
    );
  }
}

function hashRequest({ collection, question, options }: NewQuestion): string {
  return createHash('sha256')
    .update(JSON.stringify([collection.name, question, options]))
    .digest('hex');
}
