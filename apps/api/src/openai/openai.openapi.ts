import { named } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';
import { chatCompletionSchema } from './chat/chat-completion.js';
import { chatRequestSchema } from './chat/chat-request.schema.js';
import { embeddingListSchema, embeddingRequestSchema } from './embeddings/embedding.schema.js';
import { openAiModelListSchema, openAiModelSchema } from './models/openai-models.controller.js';

const tag = 'OpenAI';
const completion = named('ChatCompletion', chatCompletionSchema);
const model = named('OpenAiModel', openAiModelSchema);

const ERRORS = 'Errors have OpenAI’s shape: `{"error": {message, type, param, code}}`.';

export const openAiOperations: Operation[] = [
  {
    method: 'post',
    path: '/openai/v1/chat/completions',
    tag,
    summary: 'Complete a chat: of a collection’s documents, or with the model alone',
    description: `The model \`kotae/<collection>\` answers the last message from that collection, with citations as markers in the
text and as \`annotations\`; messages before it say what it goes on from, and system messages are not followed. Any other
model of the list is talked to directly. With \`stream\` the answer comes as chunks. A client that hangs up cancels. ${ERRORS}`,
    body: { schema: chatRequestSchema },
    responses: {
      200: { description: 'The completion', schema: completion, mediaTypes: ['text/event-stream'] },
    },
    errors: ['collection_not_found', 'model_not_found', 'worker_unavailable', 'payload_too_large'],
  },
  {
    method: 'post',
    path: '/openai/v1/embeddings',
    tag,
    summary: 'Embed texts with an embedder of the workers',
    description: ERRORS,
    body: { schema: embeddingRequestSchema },
    responses: { 200: { description: 'One embedding for each text', schema: embeddingListSchema } },
    errors: ['model_not_found', 'worker_unavailable', 'payload_too_large'],
  },
  {
    method: 'get',
    path: '/openai/v1/models',
    tag,
    summary: 'List collections, models and embedders as models',
    responses: { 200: { description: 'All of them', schema: openAiModelListSchema } },
  },
  {
    method: 'get',
    path: '/openai/v1/models/{model}',
    tag,
    summary: 'Get one of them',
    responses: { 200: { description: 'The model', schema: model } },
    errors: ['model_not_found'],
  },
];
