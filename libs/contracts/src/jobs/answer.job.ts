import { z } from 'zod';

/** Questions waiting for a worker. The job's id is the question's id. */
export const ANSWER_QUEUE = 'answer';

/**
 * Questions whose earlier attempt died without a word (the worker or the engine crashed). They run one at a time with
 * the engine to themselves, so that a question that crashes the engine cannot be confused with its neighbours.
 */
export const ANSWER_QUARANTINE_QUEUE = 'answer-quarantine';

export const answerJobSchema = z.strictObject({ questionId: z.uuid() });
export type AnswerJob = z.infer<typeof answerJobSchema>;

/**
 * Eleven tries over about eight and a half minutes outlast a restart of PostgreSQL or Redis; after that the
 * reconciler adds the job anew for as long as the question's row is open.
 */
export const answerJobOptions = {
  attempts: 11,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
  removeOnComplete: true,
  // The row keeps the outcome; a job left behind would make adding it anew (same id) a silent no-op.
  removeOnFail: true,
} as const;
