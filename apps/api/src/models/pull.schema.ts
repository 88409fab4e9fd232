import { errorCodes, pullProgressSchema } from '#contracts';
import { z } from 'zod';

export const newPullSchema = z.strictObject({
  model: z.string().min(1).max(200).describe('Id of a model of the catalogue'),
});
export type NewPull = z.infer<typeof newPullSchema>;

/** A model on its way to a worker, or how that ended. */
export const pullViewSchema = z.object({
  model: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  progress: pullProgressSchema.nullable().describe('Null before anything is known'),
  error: z.object({ code: z.enum(errorCodes), message: z.string() }).nullable(),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
});
export type PullView = z.infer<typeof pullViewSchema>;
