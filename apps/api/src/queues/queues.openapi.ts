import { z } from 'zod';
import type { Operation } from '../openapi/operation.js';

const boardSessionSchema = z.object({
  board: z.string().describe('Path of the queue board'),
  seconds: z.int().describe('How long the cookie opens it'),
});
export type BoardSession = z.infer<typeof boardSessionSchema>;

export const queueOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/queues/sessions',
    tag: 'Workers',
    summary: 'Open the queue board in this browser (admin)',
    description:
      'A page that is opened cannot send a key: it is exchanged for a cookie that shows the queues and nothing else.',
    responses: { 201: { description: 'A cookie is set', schema: boardSessionSchema } },
  },
];
