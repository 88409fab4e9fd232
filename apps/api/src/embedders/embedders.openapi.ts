import { named } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';
import { collectionEmbedderSchema, embedderChangeSchema, newEmbedderSchema } from './embedder.schema.js';

const change = named('EmbedderChange', embedderChangeSchema);
const path = '/v1/collections/{name}/embedder';
const tag = 'Collections';

export const embedderOperations: Operation[] = [
  {
    method: 'get',
    path,
    tag,
    summary: "Get a collection's embedder, its newest change, and what it can be changed to",
    responses: {
      200: { description: 'The embedder', schema: named('CollectionEmbedder', collectionEmbedderSchema) },
    },
    errors: ['collection_not_found', 'service_unavailable'],
  },
  {
    method: 'put',
    path,
    tag,
    summary: "Change a collection's embedder while it is in use",
    description:
      'A worker embeds every passage anew beside the old vectors, compares both, and swaps; until then, and while each ' +
      'worker builds its new index, the old one answers. Disk and memory hold both meanwhile. Follow it with GET.',
    body: { schema: newEmbedderSchema },
    responses: {
      202: { description: 'Accepted', schema: change, headers: { Location: "The collection's embedder" } },
    },
    errors: [
      'collection_not_found',
      'embedder_mismatch',
      'conflict',
      'payload_too_large',
      'unsupported_media_type',
      'service_unavailable',
    ],
  },
  {
    method: 'post',
    path: `${path}/swap`,
    tag,
    summary: 'Let a manual change take over, once it is ready',
    responses: { 202: { description: 'It takes over in a moment', schema: change } },
    errors: ['collection_not_found', 'conflict'],
  },
  {
    method: 'delete',
    path,
    tag,
    summary: 'Cancel a change of the embedder; the old one stays',
    responses: { 200: { description: 'Cancelled', schema: change } },
    errors: ['collection_not_found', 'conflict'],
  },
];
