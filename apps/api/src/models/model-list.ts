import type { WorkerStatus } from '#contracts';
import { z } from 'zod';

/** A generator that answers now, with everything that the workers behind it say of themselves. */
export const servedModelSchema = z.object({
  id: z.string(),
  generator: z.enum(['llama', 'extractive', 'openai']),
  context_size: z.int().nullable().describe('Tokens of one sequence of the short lane; null without a model'),
  note: z.string().optional().describe('For people, e.g. that no model is installed and how to get one'),
  lanes: z.array(z.object({ name: z.enum(['short', 'long']), sequences: z.int(), context_size: z.int() })),
  workers: z.int().describe('Workers alive that run it'),
  embedder: z.object({ id: z.string(), dimensions: z.int(), note: z.string().optional() }),
  retrievers: z.array(z.string()).describe('What takes part in search'),
});
export type ServedModel = z.infer<typeof servedModelSchema>;

/** One entry for each distinct generator and setup among the workers, the most common first. */
export function modelList(workers: WorkerStatus[]): ServedModel[] {
  const models = new Map<string, ServedModel>();
  const answering = workers.filter(({ roles }) => roles.includes('answer'));
  for (const model of answering.flatMap(describe)) {
    const key = JSON.stringify(model);
    const known = models.get(key) ?? model;
    models.set(key, { ...known, workers: known.workers + 1 });
  }
  return [...models.values()].sort((a, b) => b.workers - a.workers || (a.id < b.id ? -1 : 1));
}

function describe({ generators, embedder, retrievers }: WorkerStatus): ServedModel[] {
  return generators.map(({ id, generator, context_size, note, lanes }) => ({
    id,
    generator,
    context_size,
    ...(note === undefined ? {} : { note }),
    lanes: lanes.map((lane) => ({
      name: lane.name,
      sequences: lane.sequences,
      context_size: lane.contextSize,
    })),
    workers: 0,
    embedder,
    retrievers,
  }));
}
