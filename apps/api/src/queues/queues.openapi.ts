import { z } from 'zod';
import { listOf } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';

const boardSessionSchema = z.object({
  board: z.string().describe('Path of the queue board'),
  seconds: z.int().describe('How long the cookie opens it'),
});
export type BoardSession = z.infer<typeof boardSessionSchema>;

const queueCountsSchema = z.object({
  name: z.string(),
  running: z.int(),
  waiting: z.int(),
  delayed: z.int().describe('To be tried again later'),
});
export type QueueCounts = z.infer<typeof queueCountsSchema>;

export const queueOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/queues',
    tag: 'Workers',
    summary: 'Count the jobs of every queue (admin)',
    responses: { 200: { description: 'All queues on one page', schema: listOf(queueCountsSchema) } },
  },
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
