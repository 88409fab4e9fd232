import { SEARCH_QUEUE, searchJobSchema } from '#contracts';
import type { Worker } from 'bullmq';
import type { WorkerConfig } from '../config.js';
import { startJobWorker } from '../delivery/job-worker.js';
import { tellApi } from '../delivery/tell-api.js';
import type { Queues } from '../redis/queues.js';
import type { SearchService } from './search.service.js';

/** Searches wait for the database, not for the processor: a few at a time keep both busy. */
const CONCURRENCY = 8;

/** Starts taking searches; the result is the job's return value, which the API waits for. */
export function startSearching(search: SearchService, queues: Queues, config: WorkerConfig): Worker {
  return startJobWorker({
    queue: SEARCH_QUEUE,
    schema: searchJobSchema,
    concurrency: CONCURRENCY,
    connection: queues.workerConnection,
    lockMs: config.KOTAE_LOCK_MS,
    stalledMs: config.KOTAE_STALLED_MS,
    handle: (job) => search.answer(job).catch(tellApi),
  });
}
