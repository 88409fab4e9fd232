import type { QuestionView } from '#contracts';
import type { QuestionEntity } from '#database';

/** Where a question and its events are found. */
export function questionLinks(id: string): QuestionView['links'] {
  const self = `/v1/questions/${id}`;
  return { self, events: `${self}/events` };
}

export function questionView(row: QuestionEntity): QuestionView {
  return {
    id: row.id,
    status: row.status,
    question: row.question,
    collection: row.collectionName,
    conversation_id: row.conversationId,
    turn: row.turn,
    standalone_question: row.standaloneQuestion,
    options: row.options,
    answer: row.answer,
    citations: row.citations,
    sources: row.sources,
    stop_reason: row.stopReason,
    usage: row.usage,
    timings: row.timings,
    model: row.model,
    error: row.error,
    created_at: row.createdAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
    links: questionLinks(row.id),
  };
}
