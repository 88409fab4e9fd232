import { z } from 'zod';

/** Asks a worker which models there are and which of them it has: it has the catalogue, and the disk. Never stored. */
export const CATALOGUE_QUEUE = 'model-catalogue';

export const catalogueJobSchema = z.strictObject({});
export type CatalogueJob = z.infer<typeof catalogueJobSchema>;

const laneSchema = z.object({ sequences: z.int(), context_size: z.int() });

/** How a model would lie in a machine's memory. */
const modelPlanSchema = z.object({
  usable_bytes: z.int().describe('RAM that a model may take on the worker’s machine'),
  needed_bytes: z.int().nullable().describe('What it would take; null when it does not fit'),
  short: laneSchema.nullable().describe('Questions answered at once; null when it does not fit'),
  long: laneSchema.nullable().describe('For long prompts; null without'),
});

/** A model of the catalogue, as one worker sees it. */
export const catalogueModelSchema = z.object({
  id: z.string(),
  kind: z.enum(['generator', 'embedder', 'reranker']),
  title: z.string(),
  size_bytes: z.int(),
  size_is_exact: z.boolean(),
  context_size: z.int().describe('Tokens that it was made for'),
  licence: z.string(),
  languages: z.array(z.string()),
  note: z.string(),
  recommended: z.boolean().describe('The one of its kind to begin with'),
  installed: z.boolean().describe('Whether its file is on the worker’s disk'),
  plan: modelPlanSchema.nullable().describe('For generators of workers that compute on the CPU'),
});
export type CatalogueModel = z.infer<typeof catalogueModelSchema>;

export interface CatalogueJobResult {
  /** Id of the worker that has answered. */
  worker: string;
  models: CatalogueModel[];
}

export const catalogueJobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;
