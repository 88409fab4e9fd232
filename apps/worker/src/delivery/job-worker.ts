import { Logger } from '@nestjs/common';
import { QUEUE_PREFIX } from '#contracts';
import { DelayedError, Worker, type ConnectionOptions, type Job } from 'bullmq';
import type { z } from 'zod';
import { Places } from './places.js';

/** How a queue is worked on. */
export interface JobWorkerOptions<Schema extends z.ZodType> {
  queue: string;
  schema: Schema;
  /** Jobs at a time: of this queue, or of all that share the places. */
  concurrency: number | Places;
  connection: ConnectionOptions;
  lockMs: number;
  stalledMs: number;
  handle: (data: z.infer<Schema>, job: Job, token?: string, lockLost?: AbortSignal) => Promise<unknown>;
}

/**
 * A BullMQ worker with the settings that Kotae relies on: payloads are parsed again, a lost lock aborts the job (by
 * itself BullMQ would let two workers go on), and a stalled job is tried again many times, because it is the row that
 * decides when to give up.
 */
export function startJobWorker<Schema extends z.ZodType>(options: JobWorkerOptions<Schema>): Worker {
  const log = new Logger(`queue ${options.queue}`);
  const { concurrency } = options;
  const places = concurrency instanceof Places ? concurrency : null;
  const worker = new Worker(
    options.queue,
    async (job, token, signal) => {
      const giveBack = places?.take() ?? null;
      if (places && !giveBack) return putBack(job, token);
      try {
        return await options.handle(options.schema.parse(job.data), job, token, signal);
      } finally {
        giveBack?.();
      }
    },
    {
      connection: options.connection,
      prefix: QUEUE_PREFIX,
      concurrency: concurrency instanceof Places ? concurrency.size : concurrency,
      lockDuration: options.lockMs,
      stalledInterval: options.stalledMs,
      maxStalledCount: 1000,
      // After a failed fetch (Redis restarting) try again soon instead of after the default 15 s.
      runRetryDelay: 1000,
    },
  );
  places?.govern(worker);
  worker.on('lockRenewalFailed', (ids) => {
    for (const id of ids) worker.cancelJob(id, 'lock lost');
  });
  worker.on('failed', (job, error) => log.warn(`job ${job?.id ?? '?'} failed: ${describe(error)}`));
  worker.on('stalled', (id) => log.warn(`job ${id} stalled: its worker died or hung`));
  worker.on('error', (error) => log.warn(describe(error)));
  return worker;
}

/**
 * Two queues may have fetched for the last place. By way of the delayed jobs, because BullMQ wakes nobody for a job
 * with a priority that goes straight back, and an idle worker would find it only after five seconds.
 */
async function putBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToDelayed(Date.now() + 1, token);
  throw new DelayedError();
}

function describe(error: Error): string {
  return error.name === 'Error' || error.name === 'DomainError'
    ? error.message
    : (error.stack ?? error.message);
}
