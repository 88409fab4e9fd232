import { DomainError } from '#contracts';
import type { DataSource } from 'typeorm';
import { parseCursor, toPage, type Page } from '../page.js';
import { QuestionEntity } from '../questions/question.entity.js';
import { affected, rows } from '../sql.js';

/** A conversation with what a list shows of it. */
export interface Conversation {
  id: string;
  collection: string;
  /** Its first question. */
  title: string;
  turns: number;
  createdAt: Date;
  updatedAt: Date;
}

/** What a later turn may know of an earlier one. */
export type EarlierTurn = Pick<
  QuestionEntity,
  'turn' | 'question' | 'standaloneQuestion' | 'status' | 'answer' | 'citations' | 'options'
>;

/** Conversations: questions of one owner about one collection. They begin with their first question. */
export class ConversationsRepository {
  constructor(private readonly db: DataSource) {}

  /** @throws DomainError `conversation_not_found`, also for another owner's conversation. */
  async get(owner: string, id: string): Promise<Conversation> {
    const [found] = await this.find('c.owner = $1 and c.id = $2', [owner, id], 1);
    if (!found) throw conversationNotFound(id);
    return found;
  }

  /** The owner's conversations, the one that was used last first. */
  async list(owner: string, options: { limit: number; cursor?: string }): Promise<Page<Conversation>> {
    const limit = options.limit + 1;
    const after = options.cursor === undefined ? null : parseCursor(options.cursor);
    const found = after
      ? await this.find(
          'c.owner = $1 and (c.updated_at, c.id) < ($2, $3)',
          [owner, after.at, after.id],
          limit,
        )
      : await this.find('c.owner = $1', [owner], limit);
    return toPage(found, options.limit, ({ updatedAt, id }) => ({ at: updatedAt.toISOString(), id }));
  }

  /** Removes a conversation with its questions. False when there is none, also for another owner's. */
  async delete(owner: string, id: string): Promise<boolean> {
    const count = await affected(this.db, 'delete from conversations where id = $1 and owner = $2', [
      id,
      owner,
    ]);
    return count > 0;
  }

  /** Ids of the conversation's questions that have not reached their end: one at most. */
  async openTurns(id: string): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.db,
      `select id from questions where conversation_id = $1 and status in ('queued', 'running')`,
      [id],
    );
    return found.map((row) => row.id);
  }

  /** At most `limit` turns right before turn number `turn`, oldest first. All of them are final. */
  async turnsBefore(id: string, turn: number, limit: number): Promise<EarlierTurn[]> {
    const newestFirst = await this.db
      .getRepository(QuestionEntity)
      .createQueryBuilder('q')
      .select(['q.id', 'q.turn', 'q.question', 'q.standaloneQuestion', 'q.status'])
      .addSelect(['q.answer', 'q.citations', 'q.options'])
      .where('q.conversation_id = :id and q.turn < :turn', { id, turn })
      .orderBy('q.turn', 'DESC')
      .limit(limit)
      .getMany();
    return newestFirst.reverse();
  }

  private async find(where: string, parameters: unknown[], limit: number): Promise<Conversation[]> {
    const found = await rows<ConversationRow>(
      this.db,
      `select c.id, c.collection_name, c.created_at, c.updated_at,
              (select question from questions q where q.conversation_id = c.id and q.turn = 1) as title,
              (select count(*)::int from questions q where q.conversation_id = c.id) as turns
       from conversations c where ${where} order by c.updated_at desc, c.id desc limit ${limit}`,
      parameters,
    );
    return found.map((row) => ({
      id: row.id,
      collection: row.collection_name,
      title: row.title,
      turns: row.turns,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }));
  }
}

interface ConversationRow {
  id: string;
  collection_name: string;
  title: string;
  turns: number;
  created_at: Date;
  updated_at: Date;
}

export function conversationNotFound(id: string): DomainError {
  return new DomainError(
    'conversation_not_found',
    `There is no conversation ${id}. List yours with GET /v1/conversations, or start one with "conversation_id": "new".`,
  );
}
