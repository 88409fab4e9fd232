import { CATALOGUE_QUEUE, catalogueJobSchema } from '#contracts';
import type { Worker } from 'bullmq';
import type { WorkerConfig } from '../config.js';
import { startJobWorker } from '../delivery/job-worker.js';
import type { Queues } from '../redis/queues.js';
import { listCatalogue } from './list-catalogue.js';

/** Starts telling the API which models there are and which of them are here. */
export function startCatalogue(queues: Queues, config: WorkerConfig, workerId: string): Worker {
  return startJobWorker({
    queue: CATALOGUE_QUEUE,
    schema: catalogueJobSchema,
    concurrency: 1,
    connection: queues.workerConnection,
    lockMs: config.KOTAE_LOCK_MS,
    stalledMs: config.KOTAE_STALLED_MS,
    handle: async () => ({ worker: workerId, models: await listCatalogue(config) }),
  });
}
