import { DomainError, EMBED_QUEUE, embedJobSchema, type EmbedJob, type EmbedJobResult } from '#contracts';
import type { Embedder } from '#llm';
import type { Worker } from 'bullmq';
import type { WorkerConfig } from '../config.js';
import { startJobWorker } from '../delivery/job-worker.js';
import { tellApi } from '../delivery/tell-api.js';
import type { Embedders } from '../models/embedders.js';
import type { Generators } from '../models/generators.js';
import type { Queues } from '../redis/queues.js';

/** An embedding model reads one text at a time; a second job hides the latency of fetching it. */
const CONCURRENCY = 2;

/** What embeds texts for the API. */
export interface EmbedTools {
  embedders: Embedders;
  generators: Generators;
}

/** Starts taking texts to embed; the vectors are the job's return value, which the API waits for. */
export function startEmbedding(tools: EmbedTools, queues: Queues, config: WorkerConfig): Worker {
  return startJobWorker({
    queue: EMBED_QUEUE,
    schema: embedJobSchema,
    concurrency: CONCURRENCY,
    connection: queues.workerConnection,
    lockMs: config.KOTAE_LOCK_MS,
    stalledMs: config.KOTAE_STALLED_MS,
    handle: (job) => embed(job, tools).catch(tellApi),
  });
}

async function embed(
  { embedder: id, texts, as }: EmbedJob,
  { embedders, generators }: EmbedTools,
): Promise<EmbedJobResult> {
  const embedder = embedders.byId(id);
  if (!embedder) {
    throw new DomainError(
      'model_not_found',
      `The worker that took the texts does not have the embedder ${id}.`,
    );
  }
  const [vectors, counts] = await Promise.all([
    as === 'query' ? embedQueries(embedder, texts) : embedder.embedPassages(texts.map(toPassage)),
    generators.first.countTokens(texts),
  ]);
  return {
    dimensions: embedder.dimensions,
    vectors: vectors.map((vector) =>
      Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64'),
    ),
    tokens: counts.reduce((sum, count) => sum + count, 0),
  };
}

async function embedQueries(embedder: Embedder, texts: string[]): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (const text of texts) vectors.push(await embedder.embedQuery(text));
  return vectors;
}

function toPassage(text: string): { heading: string; text: string } {
  return { heading: '', text };
}
