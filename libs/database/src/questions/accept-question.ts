import { createHash, randomUUID } from 'node:crypto';
import type { AnswerOptions, StoredChat } from '#contracts';
import { rows, type Sql } from '../sql.js';
import { QuestionEntity } from './question.entity.js';

/** What is needed to accept a question. */
export interface NewQuestion {
  owner: string;
  idempotencyKey: string | null;
  /** The collection's name; null inside a conversation, which has one. */
  collection: string | null;
  /** The conversation that it continues, `new` for the first question of one, null for a question that stands alone. */
  conversationId: string | null;
  question: string;
  options: AnswerOptions;
  /** For a question that comes as a chat. */
  chat?: StoredChat;
}

/** A question that was just stored, and how many unfinished ones its owner has, this one included. */
export interface AcceptedQuestion {
  question: QuestionEntity;
  open: number;
}

const ALONE_OR_FIRST = `
  select c.id as collection_id, c.name as collection_name, $8::uuid as conversation_id,
         case when $8::uuid is null then null else 1 end as turn
  from collections c where c.name = $5`;

const NEXT_TURN = `
  select c.id as collection_id, c.name as collection_name, v.id as conversation_id,
         (select count(*)::int + 1 from questions t where t.conversation_id = v.id) as turn
  from conversations v join collections c on c.id = v.collection_id
  where v.id = $8::uuid and v.owner = $2 and ($5::text is null or c.name = $5)`;

/**
 * Stores a question together with the change-log position it must see, and with the conversation that it begins, in
 * one statement: this is the path that every asker waits for. Null when there is nothing to ask of (no such
 * collection or conversation) or the idempotency key was used before. A turn that is asked while the one before it is
 * open violates a unique index.
 */
export async function acceptQuestion(sql: Sql, asked: NewQuestion): Promise<AcceptedQuestion | null> {
  const begins = asked.conversationId === 'new';
  const continues = asked.conversationId !== null && !begins;
  const id = randomUUID();
  const [row] = await rows<AcceptedRow>(
    sql,
    `with place as (${continues ? NEXT_TURN : ALONE_OR_FIRST}),
     asked as (
       insert into questions (id, owner, idempotency_key, request_hash, collection_id, collection_name, question,
                              options, index_seq, conversation_id, turn, chat)
       select $1, $2, $3, $4, p.collection_id, p.collection_name, $6, $7,
              (select coalesce(max(seq), 0) from index_log where collection_id = p.collection_id),
              p.conversation_id, p.turn, $9
       from place p
       on conflict (owner, idempotency_key) do nothing
       returning collection_id, collection_name, conversation_id, turn, index_seq, created_at),
     begun as (
       insert into conversations (id, owner, collection_id, collection_name)
       select conversation_id, $2, collection_id, collection_name from asked where turn = 1),
     continued as (
       update conversations set updated_at = now() where id = (select conversation_id from asked where turn > 1))
     select asked.*,
            (select count(*)::int from questions o where o.owner = $2 and o.status in ('queued', 'running')) as open
     from asked`,
    [
      id,
      asked.owner,
      asked.idempotencyKey,
      hashRequest(asked),
      asked.collection,
      asked.question,
      JSON.stringify(asked.options),
      begins ? randomUUID() : asked.conversationId,
      asked.chat ? JSON.stringify(asked.chat) : null,
    ],
  );
  // The count does not see the row that its own statement inserts.
  return row ? { question: toQuestion(id, asked, row), open: row.open + 1 } : null;
}

/** What tells one request from another under the same idempotency key. */
export function hashRequest({ collection, conversationId, question, options, chat }: NewQuestion): string {
  const request = [collection, question, options, ...[conversationId ?? [], chat ?? []].flat()];
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}

interface AcceptedRow {
  collection_id: string;
  collection_name: string;
  conversation_id: string | null;
  turn: number | null;
  index_seq: string;
  created_at: Date;
  open: number;
}

/** The row as it was just inserted, without reading it back. */
function toQuestion(id: string, asked: NewQuestion, row: AcceptedRow): QuestionEntity {
  return Object.assign(new QuestionEntity(), {
    id,
    owner: asked.owner,
    idempotencyKey: asked.idempotencyKey,
    requestHash: hashRequest(asked),
    collectionId: row.collection_id,
    collectionName: row.collection_name,
    conversationId: row.conversation_id,
    turn: row.turn,
    question: asked.question,
    standaloneQuestion: null,
    options: asked.options,
    chat: asked.chat ?? null,
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
