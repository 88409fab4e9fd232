import { z } from 'zod';

/** Models on their way from the hub to a worker's disk. A job's id is its model: asked for twice, it is fetched once. */
export const PULL_QUEUE = 'model-pull';

export const pullJobSchema = z.strictObject({
  /** Catalogue id. */
  model: z.string().min(1),
});
export type PullJob = z.infer<typeof pullJobSchema>;

/** How far a pull has come; a job's progress. */
export const pullProgressSchema = z.object({
  phase: z
    .enum(['rehash', 'receive'])
    .describe('`rehash`: reading what an earlier pull left; `receive`: over the network'),
  done_bytes: z.int(),
  total_bytes: z.int().nullable().describe('Null while it is not known'),
  worker: z.string().describe('The worker that fetches it'),
});
export type PullProgress = z.infer<typeof pullProgressSchema>;

/** The Redis key whose presence tells the worker to stop a pull; it lives no longer than anybody could mean it. */
export const pullCancelKey = (model: string): string => `kotae:pull-cancel:${model}`;
export const PULL_CANCEL_SECONDS = 3600;

/** Outcomes stay a while, so that a page that is opened later still shows them. */
export const pullJobOptions = {
  attempts: 1,
  removeOnComplete: { age: 24 * 3600 },
  removeOnFail: { age: 7 * 24 * 3600 },
} as const;
