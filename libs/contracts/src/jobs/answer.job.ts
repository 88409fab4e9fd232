import { z } from 'zod';

/** Questions waiting for any worker, and what the names of all answer queues begin with. */
export const ANSWER_QUEUE = 'answer';
/** The same for quarantine. */
export const ANSWER_QUARANTINE_QUEUE = 'answer-quarantine';

/** Where the questions for one model, or for any, wait. The job's id is the question's id. */
export interface AnswerQueues {
  /** Many at a time. */
  shared: string;
  /**
   * Questions whose earlier attempt died without a word (the worker or the engine crashed). They run one at a time with
   * the engine to themselves, so that a question that crashes the engine cannot be confused with its neighbours.
   */
  quarantine: string;
}

/**
 * The queues of questions that name `model`, which only workers that have it listen to; without one those that all
 * workers listen to. BullMQ allows no colon in a queue's name.
 */
export function answerQueues(model?: string): AnswerQueues {
  const suffix = model === undefined ? '' : `@${encodeURIComponent(model)}`;
  return { shared: ANSWER_QUEUE + suffix, quarantine: ANSWER_QUARANTINE_QUEUE + suffix };
}

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
