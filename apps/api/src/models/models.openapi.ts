import { catalogueModelSchema } from '#contracts';
import { z } from 'zod';
import { listOf, named } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';
import { servedModelSchema } from './model-list.js';
import { newPullSchema, pullViewSchema } from './pull.schema.js';

const model = named('Model', servedModelSchema);
const pull = named('ModelPull', pullViewSchema);
const tag = 'Models';

export const modelOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/models',
    tag,
    summary: 'List what answers now',
    responses: {
      200: { description: 'All generators that workers run, on one page', schema: listOf(model) },
    },
  },
  {
    method: 'get',
    path: '/v1/models/catalogue',
    tag,
    summary: 'List the models that can be fetched (admin)',
    description:
      'As one of the workers sees them: what is on its disk, and how they would run on its machine.',
    responses: {
      200: {
        description: 'All of them on one page',
        schema: z.object({
          worker: z.string().describe('The worker that has answered'),
          items: z.array(named('CatalogueModel', catalogueModelSchema)),
          next_cursor: z.null(),
        }),
      },
    },
    errors: ['worker_unavailable'],
  },
  {
    method: 'get',
    path: '/v1/models/pulls',
    tag,
    summary: 'List models on their way, and for some days how that ended (admin)',
    responses: { 200: { description: 'All on one page, the newest first', schema: listOf(pull) } },
  },
  {
    method: 'post',
    path: '/v1/models/pulls',
    tag,
    summary: 'Have a model of the catalogue fetched by a worker (admin)',
    description:
      'Goes on from what an earlier pull left, and checks the SHA-256. One that is on its way already stays so. ' +
      'Workers use a new model after a restart.',
    body: { schema: newPullSchema },
    responses: { 202: { description: 'It waits for a worker, or is on its way', schema: pull } },
    errors: [
      'model_not_found',
      'worker_unavailable',
      'conflict',
      'payload_too_large',
      'unsupported_media_type',
    ],
  },
  {
    method: 'delete',
    path: '/v1/models/pulls/{model}',
    tag,
    summary: 'Stop fetching a model, or forget how that ended (admin)',
    description:
      'Stops within a second or two. What has arrived is kept, and the next pull goes on from there.',
    responses: { 204: { description: 'It stops' } },
    errors: ['not_found'],
  },
];
