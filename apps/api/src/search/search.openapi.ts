import { named } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';
import { searchBodySchema, searchViewSchema } from './search.schema.js';

const results = named('SearchResults', searchViewSchema);

export const searchOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/collections/{name}/search',
    tag: 'Search',
    summary: 'Search a collection, without a model',
    body: { schema: searchBodySchema },
    responses: { 200: { description: 'The best passages, best first', schema: results } },
    errors: [
      'collection_not_found',
      'payload_too_large',
      'unsupported_media_type',
      'worker_unavailable',
      'index_unavailable',
    ],
  },
];
