import { PULL_QUEUE, pullJobSchema } from '#contracts';
import { DelayedError, type Job, type Worker } from 'bullmq';
import type { WorkerConfig } from '../config.js';
import { startJobWorker } from '../delivery/job-worker.js';
import { tellApi } from '../delivery/tell-api.js';
import type { Queues } from '../redis/queues.js';
import { pullModel, type PullPlace } from './pull-model.js';

/** What pulls need of their worker. */
export interface PullTools extends PullPlace {
  queues: Queues;
  config: WorkerConfig;
}

/**
 * Starts fetching models into this worker's folder, one at a time: a second would only share the line. A worker that
 * stops hands its pull back at once, and whoever takes it goes on from the bytes that are there.
 */
export function startPulling(tools: PullTools): Pick<Worker, 'close'> {
  const { queues, config } = tools;
  const stopping = new AbortController();
  const worker = startJobWorker({
    queue: PULL_QUEUE,
    schema: pullJobSchema,
    concurrency: 1,
    connection: queues.workerConnection,
    lockMs: config.KOTAE_LOCK_MS,
    stalledMs: config.KOTAE_STALLED_MS,
    handle: ({ model }, job, token, lockLost) => {
      const leave = AbortSignal.any([stopping.signal, ...(lockLost ? [lockLost] : [])]);
      return pullModel(model, job, tools, leave).catch((error: unknown) =>
        stopping.signal.aborted ? handBack(job, token) : tellApi(error),
      );
    },
  });
  return {
    close: () => {
      stopping.abort();
      return worker.close();
    },
  };
}

async function handBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToDelayed(Date.now() + 1, token);
  throw new DelayedError();
}
