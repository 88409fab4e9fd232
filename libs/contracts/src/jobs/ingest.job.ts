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
  // The row keeps the outcome; a job left behind would make adding it anew (same id) a silent no-op.
  removeOnFail: true,
} as const;
