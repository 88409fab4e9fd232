import { CATALOGUE_QUEUE, catalogueJobSchema } from '#contracts';
import type { Machine } from '#llm';
import type { Worker } from 'bullmq';
import type { WorkerConfig } from '../config.js';
import { startJobWorker } from '../delivery/job-worker.js';
import type { Queues } from '../redis/queues.js';
import { freeAtStart, listCatalogue } from './list-catalogue.js';

/**
 * Starts telling the API which models there are and which of them are here. `device`: what a model might take of the
 * GPU, where one computes and that is known.
 */
export function startCatalogue(
  queues: Queues,
  config: WorkerConfig,
  workerId: string,
  device: () => Machine | null,
): Worker {
  const machine = (): Machine | null => (config.KOTAE_GPU === 'cpu' ? freeAtStart : device());
  return startJobWorker({
    queue: CATALOGUE_QUEUE,
    schema: catalogueJobSchema,
    concurrency: 1,
    connection: queues.workerConnection,
    lockMs: config.KOTAE_LOCK_MS,
    stalledMs: config.KOTAE_STALLED_MS,
    handle: async () => ({ worker: workerId, models: await listCatalogue(config, machine()) }),
  });
}
