import { listOf, named } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';
import { collectionChangesSchema, collectionViewSchema, newCollectionSchema } from './collection.view.js';

const collection = named('Collection', collectionViewSchema);
const tag = 'Collections';

export const collectionOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/collections',
    tag,
    summary: 'Create a collection',
    body: { schema: newCollectionSchema },
    responses: {
      201: { description: 'Created', schema: collection, headers: { Location: 'The collection' } },
    },
    errors: ['collection_exists', 'payload_too_large', 'unsupported_media_type'],
  },
  {
    method: 'get',
    path: '/v1/collections',
    tag,
    summary: 'List all collections',
    responses: { 200: { description: 'All collections on one page', schema: listOf(collection) } },
  },
  {
    method: 'get',
    path: '/v1/collections/{name}',
    tag,
    summary: 'Get a collection',
    responses: { 200: { description: 'The collection', schema: collection } },
    errors: ['collection_not_found'],
  },
  {
    method: 'patch',
    path: '/v1/collections/{name}',
    tag,
    summary: 'Change a collection',
    description: 'What is absent stays as it is. `refusal` takes effect with the next question.',
    body: { schema: collectionChangesSchema },
    responses: { 200: { description: 'The collection', schema: collection } },
    errors: ['collection_not_found', 'payload_too_large', 'unsupported_media_type'],
  },
  {
    method: 'delete',
    path: '/v1/collections/{name}',
    tag,
    summary: 'Delete a collection with its documents',
    description: 'The collection `default` stays.',
    responses: { 204: { description: 'Deleted' } },
    errors: ['collection_not_found', 'conflict'],
  },
];
