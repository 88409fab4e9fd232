import { collectionOperations } from '../collections/collections.openapi.js';
import { conversationOperations } from '../conversations/conversations.openapi.js';
import { documentOperations } from '../documents/documents.openapi.js';
import { uploadOperations } from '../documents/uploads.openapi.js';
import { embedderOperations } from '../embedders/embedders.openapi.js';
import { healthOperations } from '../health/health.openapi.js';
import { problemSchema } from '../http/problem.js';
import { keyOperations } from '../keys/keys.openapi.js';
import { metricsOperations } from '../metrics/metrics.openapi.js';
import { mcpOperations } from '../mcp/mcp.openapi.js';
import { modelOperations } from '../models/models.openapi.js';
import { openAiOperations } from '../openai/openai.openapi.js';
import { questionOperations } from '../questions/questions.openapi.js';
import { queueOperations } from '../queues/queues.openapi.js';
import { searchOperations } from '../search/search.openapi.js';
import { workerOperations } from '../workers/workers.openapi.js';
import { named } from './components.js';
import type { Operation } from './operation.js';

named('Problem', problemSchema);

/** Every call of the API. */
export const operations: Operation[] = [
  ...questionOperations,
  ...conversationOperations,
  ...uploadOperations,
  ...documentOperations,
  ...collectionOperations,
  ...embedderOperations,
  ...searchOperations,
  ...modelOperations,
  ...keyOperations,
  ...workerOperations,
  ...queueOperations,
  ...openAiOperations,
  ...metricsOperations,
  ...mcpOperations,
  ...healthOperations,
];
