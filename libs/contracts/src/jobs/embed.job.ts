import { z } from 'zod';

/** Texts on their way to a worker, which has the embedding model. Like a search, an embedding is never stored. */
export const EMBED_QUEUE = 'embed';

/** Texts in one job: together with their vectors they pass through Redis. */
export const MAX_TEXTS_TO_EMBED = 256;

export const embedJobSchema = z.strictObject({
  /** Id of the embedder. */
  embedder: z.string().min(1),
  texts: z.array(z.string().min(1)).min(1).max(MAX_TEXTS_TO_EMBED),
  /** What the texts are: embedders put different words before questions and before passages. */
  as: z.enum(['query', 'passage']),
});
export type EmbedJob = z.infer<typeof embedJobSchema>;

export interface EmbedJobResult {
  dimensions: number;
  /** Little-endian 32-bit floats of each text's vector, in Base64. */
  vectors: string[];
  /** Tokens of the texts by the generator's tokenizer: what the embedder itself counts is not known outside it. */
  tokens: number;
}

export const embedJobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;
