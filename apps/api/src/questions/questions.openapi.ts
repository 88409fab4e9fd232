import { askSchema } from '#contracts';
import { pageQuerySchema } from '../http/params.decorator.js';
import { listOf, named } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';
import { answerEventSchema } from './answer-event.schema.js';
import {
  acceptedQuestionSchema,
  citationSchema,
  questionViewSchema,
  sourceSchema,
} from './question.schema.js';

named('Citation', citationSchema);
named('Source', sourceSchema);
named('AnswerEvent', answerEventSchema);
const question = named('Question', questionViewSchema);
const accepted = named('AcceptedQuestion', acceptedQuestionSchema);
const tag = 'Questions';

const EVENTS = `Events: \`status\` \`{status, attempt}\` comes first; \`sources\`; \`progress\` \`{done, total}\` while documents are read in
parts; \`delta\` \`{offset, text}\`, where a client keeps
\`answer = answer.slice(0, offset) + text\`; \`citation\`; \`done\` with the whole question, which alone is authoritative; and
\`error\` when the stream, not the question, has failed: reconnect. Every event has an id to resume after.`;

const CONVERSATION = `With \`conversation_id: "new"\` it begins a conversation, with the id of one it is its next turn: what
it leaves unsaid is taken from the turns before it, and the answer still rests on this turn's sources alone.`;

export const questionOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/questions',
    tag,
    summary: 'Ask a question',
    description: `An accepted question always ends in exactly one final status. ${CONVERSATION}

${EVENTS}`,
    headers: {
      'Idempotency-Key':
        'Up to 255 printable ASCII characters; sent again with the same body it gives the same question',
      Prefer: '`wait=N` waits up to N seconds (at most 120) for the answer',
      Accept: '`text/event-stream` streams the answer in the response itself',
    },
    body: { schema: askSchema },
    responses: {
      200: {
        description: 'The answer, with `Prefer: wait`; or its stream, with `Accept: text/event-stream`',
        schema: question,
        mediaTypes: ['text/event-stream'],
        headers: { Location: 'The question', 'Preference-Applied': 'The wait that was granted' },
      },
      202: { description: 'Accepted', schema: accepted, headers: { Location: 'The question' } },
    },
    errors: [
      'collection_not_found',
      'conversation_not_found',
      'conversation_busy',
      'idempotency_key_reused',
      'model_not_found',
      'worker_unavailable',
      'payload_too_large',
      'unsupported_media_type',
    ],
  },
  {
    method: 'get',
    path: '/v1/questions',
    tag,
    summary: 'List your questions, newest first',
    query: pageQuerySchema,
    responses: { 200: { description: 'A page of questions', schema: listOf(question) } },
  },
  {
    method: 'get',
    path: '/v1/questions/{id}',
    tag,
    summary: 'Get a question with its answer',
    responses: { 200: { description: 'The question', schema: question } },
    errors: ['question_not_found'],
  },
  {
    method: 'get',
    path: '/v1/questions/{id}/events',
    tag,
    summary: 'Follow an answer while it is made',
    description: EVENTS,
    headers: { 'Last-Event-ID': 'Id of the last event seen; only what came after it is sent' },
    responses: { 200: { description: 'The events', mediaTypes: ['text/event-stream'] } },
    errors: ['question_not_found'],
  },
  {
    method: 'delete',
    path: '/v1/questions/{id}',
    tag,
    summary: 'Cancel a question',
    description: 'A question that is final already stays as it is.',
    responses: { 200: { description: 'The question as it is now', schema: question } },
    errors: ['question_not_found'],
  },
];
