import type { WorkerStatus } from '#contracts';
import { z } from 'zod';
import { modelViewSchema } from '../questions/question.schema.js';

const embedderSchema = z.object({ id: z.string(), dimensions: z.int(), note: z.string().optional() });

const generatorSchema = modelViewSchema.extend({
  lanes: z.array(
    z.object({
      name: z.enum(['short', 'long']),
      sequences: z.int(),
      contextSize: z.int().describe('Tokens of each sequence'),
    }),
  ),
});

/** What a worker says of itself every few seconds, for the API's description. */
export const workerStatusSchema = z.object({
  id: z.string(),
  roles: z.array(z.enum(['answer', 'ingest'])),
  generator: generatorSchema.describe('Answers questions that name no model'),
  generators: z
    .array(generatorSchema)
    .describe('All that questions may name, in the order in which they stand in for each other'),
  embedder: embedderSchema.describe('The one that new collections take'),
  embedders: z.array(embedderSchema),
  retrievers: z.array(z.string()),
  started_at: z.iso.datetime(),
  rss: z.int().describe('Memory of the worker process in bytes'),
}) satisfies z.ZodType<WorkerStatus>;
