import { listOf, named } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';
import { workerStatusSchema } from './worker-status.schema.js';

export const workerOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/workers',
    tag: 'Workers',
    summary: 'List the workers that are alive, by their own account (admin)',
    responses: {
      200: { description: 'All of them on one page', schema: listOf(named('Worker', workerStatusSchema)) },
    },
  },
];
