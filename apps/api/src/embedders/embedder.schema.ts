import type { EmbedderChangeView } from '#contracts';
import { z } from 'zod';
import { errorInfoSchema } from '../http/error-info.schema.js';

const embedderSchema = z.object({ id: z.string(), dimensions: z.int() });

const comparisonSchema = z.object({
  queries: z
    .enum(['questions', 'passages'])
    .describe('Questions that were asked lately, or the beginnings of passages where there are too few'),
  sample: z.int().describe('Queries compared'),
  passages: z.int().describe('Passages searched, exactly'),
  overlap_at_10: z.number().describe('Share of the ten nearest passages that both embedders find'),
  found_at_10: z
    .object({ before: z.number(), after: z.number() })
    .nullable()
    .describe('Share of passages found by their own beginning; null for questions'),
});

export const embedderChangeSchema = z.object({
  embedder: embedderSchema.describe('The new one'),
  from: z.string().nullable().describe('The one before'),
  status: z.enum(['embedding', 'ready', 'done', 'cancelled']),
  swap: z.enum(['automatic', 'manual']),
  progress: z.object({ done: z.int(), total: z.int() }).describe('Passages that answer now'),
  comparison: comparisonSchema
    .nullable()
    .describe('What both find, once all is embedded; null where the worker lacks one of the two'),
  error: errorInfoSchema.nullable().describe('Why it does not get on at the moment; it is tried again'),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
}) satisfies z.ZodType<EmbedderChangeView>;

export const collectionEmbedderSchema = z.object({
  current: embedderSchema.nullable().describe('Null until the first document has been read'),
  change: embedderChangeSchema.nullable().describe('The newest change; null when there has been none'),
  available: z
    .array(
      embedderSchema.extend({
        note: z.string().optional(),
        workers: z.int().describe('Workers alive that have it'),
      }),
    )
    .describe('What the collection can be changed to'),
  hint: z.string().nullable().describe('For people: what they might want to do, and how'),
});
export type CollectionEmbedderView = z.infer<typeof collectionEmbedderSchema>;

export const newEmbedderSchema = z.strictObject({
  embedder: z
    .string()
    .min(1)
    .max(300)
    .describe('Id of an available embedder; the part before `@` is enough where it names only one'),
  swap: z
    .enum(['automatic', 'manual'])
    .default('automatic')
    .describe('Whether it takes over as soon as everything is embedded, or on `POST …/embedder/swap`'),
});
export type NewEmbedder = z.infer<typeof newEmbedderSchema>;
