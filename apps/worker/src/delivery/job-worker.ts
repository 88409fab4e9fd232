import { Logger } from '@nestjs/common';
import { QUEUE_PREFIX } from '#contracts';
import { Worker, type ConnectionOptions, type Job } from 'bullmq';
import type { z } from 'zod';

/** How a queue is worked on. */
export interface JobWorkerOptions<Schema extends z.ZodType> {
  queue: string;
  schema: Schema;
  concurrency: number;
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
  const worker = new Worker(
    options.queue,
    (job, token, signal) => options.handle(options.schema.parse(job.data), job, token, signal),
    {
      connection: options.connection,
      prefix: QUEUE_PREFIX,
      concurrency: options.concurrency,
      lockDuration: options.lockMs,
      stalledInterval: options.stalledMs,
      maxStalledCount: 1000,
      // After a failed fetch (Redis restarting) try again soon instead of after the default 15 s.
      runRetryDelay: 1000,
    },
  );
  worker.on('lockRenewalFailed', (ids) => {
    for (const id of ids) worker.cancelJob(id, 'lock lost');
  });
  worker.on('failed', (job, error) => log.warn(`job ${job?.id ?? '?'} failed: ${describe(error)}`));
  worker.on('stalled', (id) => log.warn(`job ${id} stalled: its worker died or hung`));
  worker.on('error', (error) => log.warn(describe(error)));
  return worker;
}

function describe(error: Error): string {
  return error.name === 'Error' || error.name === 'DomainError'
    ? error.message
    : (error.stack ?? error.message);
}
