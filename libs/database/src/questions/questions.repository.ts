import { DomainError } from '#contracts';
import type { DataSource } from 'typeorm';
import { collectionNotFound } from '../collections/collections.repository.js';
import { conversationNotFound } from '../conversations/conversations.repository.js';
import { parseCursor, toPage, type Page } from '../page.js';
import { affected, COMMIT_SOON, rows } from '../sql.js';
import { acceptQuestion, hashRequest, type NewQuestion } from './accept-question.js';
import { QuestionEntity } from './question.entity.js';

/** How far a question has come. */
export type QuestionState = Pick<QuestionEntity, 'id' | 'status' | 'epoch'>;

/** Questions as their askers see them: ask, look up, list, cancel. Workers use `QuestionAttemptsRepository`. */
export class QuestionsRepository {
  constructor(private readonly db: DataSource) {}

  /**
   * Accepts a question, see {@link acceptQuestion}. With an idempotency key that this owner has used before, returns
   * the earlier question instead (`created: false`). `open` counts the owner's unfinished questions, a new one
   * included; it becomes the job's priority, so that one owner's flood queues up behind itself and not in front of
   * everybody else.
   * @throws DomainError `collection_not_found`, `conversation_not_found`, `conversation_busy` while the turn before has
   * not reached its end, `invalid_request` when the conversation is about another collection, `idempotency_key_reused`
   * when the earlier request was a different one.
   */
  async create(asked: NewQuestion): Promise<{ question: QuestionEntity; created: boolean; open: number }> {
    const accepted = await acceptQuestion(this.db, asked).catch((error: unknown) => {
      if (isOpenTurn(error)) return 'busy' as const;
      throw error;
    });
    if (accepted !== null && accepted !== 'busy') return { ...accepted, created: true };
    const earlier = await this.earlier(asked);
    if (earlier) return { question: earlier, created: false, open: 0 };
    throw accepted === 'busy' ? conversationBusy() : await this.nothingToAskOf(asked);
  }

  /** The question that was asked with the same idempotency key, if any. */
  private async earlier(asked: NewQuestion): Promise<QuestionEntity | null> {
    const { owner, idempotencyKey } = asked;
    if (idempotencyKey === null) return null;
    const found = await this.db.getRepository(QuestionEntity).findOneBy({ owner, idempotencyKey });
    if (!found || found.requestHash === hashRequest(asked)) return found;
    throw new DomainError(
      'idempotency_key_reused',
      'This Idempotency-Key was used for a different request. Use a new key for a new question.',
    );
  }

  /** Why there was no place for a question. */
  private async nothingToAskOf({ owner, collection, conversationId }: NewQuestion): Promise<DomainError> {
    if (conversationId === null || conversationId === 'new') return collectionNotFound(collection ?? '');
    const [conversation] = await rows<{ collection_id: string | null; collection_name: string }>(
      this.db,
      `select collection_id, collection_name from conversations where id = $1 and owner = $2`,
      [conversationId, owner],
    );
    if (!conversation) return conversationNotFound(conversationId);
    const { collection_id: id, collection_name: name } = conversation;
    if (id === null) return new DomainError('collection_not_found', `The collection "${name}" was deleted.`);
    return new DomainError(
      'invalid_request',
      `This conversation is about the collection "${name}". Leave "collection" out, or start a new conversation.`,
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

  /** The owner's questions, newest first: all, or those of one conversation. */
  async list(
    owner: string,
    options: { limit: number; cursor?: string; conversationId?: string },
  ): Promise<Page<QuestionEntity>> {
    const query = this.db
      .getRepository(QuestionEntity)
      .createQueryBuilder('q')
      .where('q.owner = :owner', { owner })
      .orderBy('q.createdAt', 'DESC')
      .addOrderBy('q.id', 'DESC')
      .limit(options.limit + 1);
    if (options.conversationId !== undefined) {
      query.andWhere('q.conversation_id = :conversation', { conversation: options.conversationId });
    }
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

  /** Texts of the newest different questions about a collection that were answered, newest first. */
  async lately(collectionId: string, limit: number): Promise<string[]> {
    const found = await rows<{ question: string }>(
      this.db,
      `select question from (
         select question, max(created_at) as at from questions
         where collection_id = $1 and status = 'answered' group by question) as asked
       order by at desc limit $2`,
      [collectionId, limit],
    );
    return found.map(({ question }) => question);
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

/** Whether the row was refused because the conversation's turn before it is open, or is just being asked. */
function isOpenTurn(error: unknown): boolean {
  const { code, constraint } =
    (error as { driverError?: { code?: string; constraint?: string } }).driverError ?? {};
  return code === '23505' && ['questions_open_turn', 'questions_turns'].includes(constraint ?? '');
}

function conversationBusy(): DomainError {
  return new DomainError(
    'conversation_busy',
    'The question before this one is still being answered. Wait for its end, or cancel it, and ask again.',
  );
}
