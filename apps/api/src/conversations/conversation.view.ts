import type { ConversationView, QuestionView } from '#contracts';
import type { Conversation } from '#database';
import { z } from 'zod';
import { listOf } from '../openapi/components.js';
import { questionViewSchema } from '../questions/question.schema.js';

export const conversationViewSchema = z.object({
  id: z.uuid(),
  title: z.string().describe('The first question'),
  collection: z.string(),
  turns: z.int().describe('How many questions it has'),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime().describe('When the newest question was asked'),
  links: z.object({ self: z.string() }),
}) satisfies z.ZodType<ConversationView>;

/** A conversation with a page of its questions, newest first. */
export interface WholeConversation extends ConversationView {
  questions: { items: QuestionView[]; next_cursor: string | null };
}

export const wholeConversationSchema = conversationViewSchema.extend({
  questions: listOf(questionViewSchema).describe('Its questions, newest first'),
});

export function conversationView(conversation: Conversation): ConversationView {
  const { id, title, collection, turns, createdAt, updatedAt } = conversation;
  return {
    id,
    title,
    collection,
    turns,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    links: { self: `/v1/conversations/${id}` },
  };
}
