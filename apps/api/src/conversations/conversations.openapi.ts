import { pageQuerySchema } from '../http/params.decorator.js';
import { listOf, named } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';
import { conversationViewSchema, wholeConversationSchema } from './conversation.view.js';

const conversation = named('Conversation', conversationViewSchema);
const tag = 'Conversations';

export const conversationOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/conversations',
    tag,
    summary: 'List your conversations, the one used last first',
    description: 'A conversation begins with a question: `POST /v1/questions` with `conversation_id: "new"`.',
    query: pageQuerySchema,
    responses: { 200: { description: 'A page of conversations', schema: listOf(conversation) } },
  },
  {
    method: 'get',
    path: '/v1/conversations/{id}',
    tag,
    summary: 'Get a conversation with its questions, newest first',
    query: pageQuerySchema,
    responses: {
      200: { description: 'The conversation and a page of its questions', schema: wholeConversationSchema },
    },
    errors: ['conversation_not_found'],
  },
  {
    method: 'delete',
    path: '/v1/conversations/{id}',
    tag,
    summary: 'Delete a conversation with its questions',
    description: 'A question of it that is still being answered is cancelled.',
    responses: { 204: { description: 'Deleted' } },
    errors: ['conversation_not_found'],
  },
];
