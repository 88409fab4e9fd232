import {
  fairPriority,
  INGEST_QUARANTINE_QUEUE,
  INGEST_QUEUE,
  ingestJobOptions,
  ingestJobSchema,
} from '#contracts';
import type { DocumentsRepository } from '#database';
import type { Worker } from 'bullmq';
import type { WorkerConfig } from '../config.js';
import { deliver } from '../delivery/deliver.js';
import { startJobWorker } from '../delivery/job-worker.js';
import type { OpenRow, Reconcilable } from '../delivery/reconciler.js';
import type { RunningAttempts } from '../delivery/running-attempts.js';
import type { Queues } from '../redis/queues.js';
import { ingestWork, type IngestWorkTools } from './ingest.work.js';

/** What takes document versions from their queues. */
export interface IngestProcessorTools extends Omit<IngestWorkTools, 'quarantineQueue'> {
  config: WorkerConfig;
  queues: Queues;
  running: RunningAttempts;
  documents: DocumentsRepository;
}

/** Starts taking document versions: a few at a time from the shared queue, one at a time from quarantine. */
export function startIngesting(tools: IngestProcessorTools): Worker[] {
  const { config, queues, running, attempts } = tools;
  const work = ingestWork({ ...tools, quarantineQueue: queues.get(INGEST_QUARANTINE_QUEUE) });
  const start = (queue: string, concurrency: number, alone: boolean): Worker =>
    startJobWorker({
      queue,
      schema: ingestJobSchema,
      concurrency,
      connection: queues.workerConnection,
      lockMs: config.KOTAE_LOCK_MS,
      stalledMs: config.KOTAE_STALLED_MS,
      handle: ({ versionId }, job, token, lockLost) =>
        deliver(work, job, {
          id: versionId,
          alone,
          token,
          attempt: ({ id, epoch }) => running.open(id, lockLost, () => attempts.owns(id, epoch)),
        }),
    });
  return [
    start(INGEST_QUEUE, config.KOTAE_INGEST_CONCURRENCY, false),
    start(INGEST_QUARANTINE_QUEUE, 1, true),
  ];
}

/** Keeps open document versions and their jobs in step. */
export function reconcilableVersions({
  queues,
  attempts,
  documents,
}: Pick<IngestProcessorTools, 'queues' | 'attempts' | 'documents'>): Reconcilable<
  OpenRow & { place: number }
> {
  const shared = queues.get(INGEST_QUEUE);
  const quarantine = queues.get(INGEST_QUARANTINE_QUEUE);
  return {
    queuesOf: () => [shared, quarantine],
    takeUndispatched: async (olderThanMs, limit) => {
      const open = await attempts.takeUndispatched(olderThanMs / 1000, limit);
      return open.map(({ status, ...row }) => ({ ...row, begun: status === 'processing' }));
    },
    isOpen: (id) => attempts.isOpen(id),
    async dispatch({ id, begun, place }) {
      const options = { ...ingestJobOptions, jobId: id };
      if (begun) await quarantine.add(quarantine.name, { versionId: id }, options);
      else {
        const priority = fairPriority(place, 'interactive');
        await shared.add(shared.name, { versionId: id }, { ...options, priority });
      }
      await documents.markDispatched(id);
    },
    fail: ({ id }, error) => attempts.fail(id, null, error),
  };
}
