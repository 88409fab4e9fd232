import { z } from 'zod';
import type { Operation } from '../openapi/operation.js';

const tag = 'Operation';

export const healthOperations: Operation[] = [
  {
    method: 'get',
    path: '/healthz',
    tag,
    summary: 'Whether the process runs',
    open: true,
    responses: { 200: { description: 'It runs', schema: z.object({ status: z.literal('ok') }) } },
  },
  {
    method: 'get',
    path: '/readyz',
    tag,
    summary: 'Whether questions and documents would be worked on now',
    description:
      'When not, `errors` names what is missing: `postgres`, `redis`, `worker:answer`, `worker:ingest`.',
    open: true,
    responses: { 200: { description: 'Ready', schema: z.object({ status: z.literal('ready') }) } },
  },
  {
    method: 'get',
    path: '/openapi.json',
    tag,
    summary: 'This description',
    open: true,
    responses: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
  },
  {
    method: 'get',
    path: '/docs',
    tag,
    summary: 'This description for browsers',
    open: true,
    responses: { 200: { description: 'A page', mediaTypes: ['text/html'] } },
  },
];
