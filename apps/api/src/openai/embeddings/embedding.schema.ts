import { MAX_TEXTS_TO_EMBED } from '#contracts';
import { z } from 'zod';

/** Longest text, in UTF-16 code units: embedders read longer ones in windows, which takes its time. */
const LONGEST_TEXT = 32_768;

const text = z.string().min(1).max(LONGEST_TEXT);

/** What OpenAI's embeddings take. */
export const embeddingRequestSchema = z.looseObject({
  model: z.string().min(1),
  input: z.union([text, z.array(text).min(1).max(MAX_TEXTS_TO_EMBED)], {
    error: `must be text, or a list of at most ${MAX_TEXTS_TO_EMBED}, each of 1 to ${LONGEST_TEXT} characters; lists of tokens are not supported`,
  }),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int().min(1).nullish(),
  /** Not OpenAI's: what the texts are, as embedders put different words before questions and before passages. */
  input_type: z.enum(['query', 'passage']).default('passage'),
});
export type EmbeddingRequest = z.infer<typeof embeddingRequestSchema>;

export const embeddingListSchema = z.object({
  object: z.literal('list'),
  data: z.array(
    z.object({
      object: z.literal('embedding'),
      index: z.int(),
      embedding: z
        .union([z.array(z.number()), z.string()])
        .describe('Unit length; as Base64 little-endian 32-bit floats'),
    }),
  ),
  model: z.string(),
  usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }),
});
export type EmbeddingList = z.infer<typeof embeddingListSchema>;
