import { listOf, named } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';
import { servedModelSchema } from './model-list.js';

const model = named('Model', servedModelSchema);

export const modelOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/models',
    tag: 'Models',
    summary: 'List what answers now',
    responses: {
      200: { description: 'All generators that workers run, on one page', schema: listOf(model) },
    },
  },
];
