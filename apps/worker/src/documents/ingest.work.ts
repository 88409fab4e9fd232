import { documentWakeChannel, INDEX_CHANNEL, INGEST_QUARANTINE_QUEUE, ingestJobOptions } from '#contracts';
import type { DocumentEntity, DocumentVersionEntity } from '#database';
import type { Queue } from 'bullmq';
import type { Work, Started } from '../delivery/deliver.js';
import type { IngestMetrics } from '../metrics/ingest-metrics.js';
import type { RedisConnections } from '../redis/connections.js';
import { ingestDocument } from './ingest-document.js';
import type { IngestTools } from './ingestion.js';

/** What the work of ingesting is done with. */
export type IngestWorkTools = Omit<IngestTools, 'signal' | 'changed' | 'clock'> & {
  metrics: IngestMetrics;
  quarantineQueue: Queue;
  redis: RedisConnections;
};

/** A version under its attempt's epoch, with the document it belongs to. */
export interface IngestRow extends Started {
  version: DocumentVersionEntity;
  document: DocumentEntity;
}

/** Ingestion as a kind of {@link Work}. */
export function ingestWork(tools: IngestWorkTools): Work<IngestRow> {
  const { attempts, redis } = tools;
  const changed = ({ document }: IngestRow): void => redis.wake(documentWakeChannel(document.id));

  return {
    async start(id, options) {
      const start = await attempts.start(id, options);
      if (start.outcome !== 'started') return start;
      const { version, document } = start;
      return {
        outcome: 'started',
        row: { id, epoch: version.epoch, soloStarts: version.soloStarts, version, document },
      };
    },

    async run(row, { signal }) {
      const clock = tools.metrics.clock();
      await ingestDocument(row.document, row.version, {
        ...tools,
        clock,
        signal,
        changed: () => changed(row),
      });
      redis.wake(INDEX_CHANNEL, row.document.collectionId);
      changed(row);
    },

    async fail(row, error) {
      await attempts.fail(row.id, row.epoch, error);
      changed(row);
    },

    handBack: (row, options) => attempts.handBack(row.id, row.epoch, options),

    async quarantine(id) {
      await tools.quarantineQueue.add(
        INGEST_QUARANTINE_QUEUE,
        { versionId: id },
        { ...ingestJobOptions, jobId: id },
      );
    },
  };
}
