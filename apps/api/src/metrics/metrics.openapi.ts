import type { Operation } from '../openapi/operation.js';

export const metricsOperations: Operation[] = [
  {
    method: 'get',
    path: '/metrics',
    tag: 'Operation',
    summary: 'Metrics for Prometheus (admin)',
    description:
      'Queues, rows and open streams, and what each living worker says of its answers, engine and indexes.',
    responses: { 200: { description: 'Prometheus’ text format', mediaTypes: ['text/plain'] } },
  },
];
