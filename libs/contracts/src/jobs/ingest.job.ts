import { z } from 'zod';

/** Document versions waiting to be parsed, embedded and indexed. The job's id is the version's id. */
export const INGEST_QUEUE = 'ingest';

/** Versions whose earlier attempt died without a word; they run one at a time. */
export const INGEST_QUARANTINE_QUEUE = 'ingest-quarantine';

export const ingestJobSchema = z.strictObject({ versionId: z.uuid() });
export type IngestJob = z.infer<typeof ingestJobSchema>;

/** As for answers: outlast a restart of PostgreSQL or Redis, then leave the row to the reconciler. */
export const ingestJobOptions = {
  attempts: 11,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: { age: 24 * 3600, count: 5000 },
} as const;
