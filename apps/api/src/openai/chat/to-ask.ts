import {
  DomainError,
  MAX_QUESTION_LENGTH,
  type Ask,
  type ChatMessage,
  type Decoding,
  type StoredChat,
} from '#contracts';
import { invalidRequest } from '../../http/detailed-error.js';
import type { ChatRequest } from './chat-request.schema.js';
import { anyObject, toGrammarSchema } from './grammar-schema.js';

/** Models that answer from a collection's documents, by name. */
export const GROUNDED_PREFIX = 'kotae/';

/** Longest answer when the client does not say, in tokens: OpenAI's clients expect whole ones. */
const DEFAULT_MAX_TOKENS = 1024;

/** A chat as the question that it is. */
export interface AskedChat {
  ask: Ask;
  chat: StoredChat;
}

/**
 * What a chat completion asks: `kotae/<collection>` its last message of that collection's documents, any other model
 * the whole chat of the model alone.
 */
export function toAsk(request: ChatRequest): AskedChat {
  const messages = request.messages.map(({ role, content }): ChatMessage => ({
    role: role === 'developer' ? 'system' : role,
    content,
  }));
  const grounded = request.model.startsWith(GROUNDED_PREFIX);
  const question = grounded ? lastQuestion(messages) : lastText(messages);
  return {
    ask: {
      question,
      collection: grounded ? request.model.slice(GROUNDED_PREFIX.length) : 'default',
      grounded,
      max_tokens: request.max_completion_tokens ?? request.max_tokens ?? DEFAULT_MAX_TOKENS,
      temperature: request.temperature ?? 0,
      top_k: 20,
      context_tokens: null,
      context: 'passages',
      priority: 'interactive',
      ...(!grounded && { model: request.model }),
      ...request.kotae,
    },
    chat: { messages, ...decoding(request, grounded) },
  };
}

function decoding({ stop, seed, top_p, response_format }: ChatRequest, grounded: boolean): Decoding {
  const json = formatOf(response_format);
  if (json !== null && grounded) {
    throw invalidRequest('Answers from documents are text with citations. Ask a plain model for JSON.', [
      { path: 'response_format', message: 'is for plain models only' },
    ]);
  }
  return {
    ...(stop !== null && stop !== undefined && { stop: [stop].flat() }),
    ...(seed !== null && seed !== undefined && { seed: seed >>> 0 }),
    ...(top_p !== null && top_p !== undefined && { top_p }),
    ...(json !== null && { json }),
  };
}

function formatOf(format: ChatRequest['response_format']) {
  if (format?.type === 'json_object') return anyObject;
  return format?.type === 'json_schema' ? toGrammarSchema(format.json_schema.schema) : null;
}

/** What is asked of the documents. */
function lastQuestion(messages: ChatMessage[]): string {
  const last = messages.at(-1);
  const question = last?.role === 'user' ? last.content.trim() : '';
  const problem =
    question === ''
      ? 'must end with what the user asks'
      : `ends with more than ${MAX_QUESTION_LENGTH} characters: shorten it, and upload a long text as a document`;
  if (question !== '' && question.length <= MAX_QUESTION_LENGTH) return question;
  throw invalidRequest(`messages ${problem}.`, [{ path: 'messages', message: problem }]);
}

/** What lists of questions show of the chat. */
function lastText(messages: ChatMessage[]): string {
  const said = messages.findLast(({ role, content }) => role === 'user' && content.trim() !== '');
  if (said === undefined) throw new DomainError('invalid_request', 'No message of the user says anything.');
  return said.content.trim().slice(0, MAX_QUESTION_LENGTH);
}
