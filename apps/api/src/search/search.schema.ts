import { questionTextSchema, searchFilterSchema, type SearchView } from '#contracts';
import { z } from 'zod';

export const searchBodySchema = z.strictObject({
  query: questionTextSchema,
  filter: searchFilterSchema.optional().describe('Which passages may be returned'),
  k: z.int().min(1).max(100).default(10).describe('Results at most'),
});
export type SearchBody = z.infer<typeof searchBodySchema>;

export const searchViewSchema = z.object({
  results: z.array(
    z.object({
      passage_id: z.int(),
      document_id: z.string(),
      document: z.string(),
      version: z.int(),
      page: z.int().nullable(),
      heading: z.string(),
      text: z.string(),
      start: z.int(),
      end: z.int(),
      score: z.number().describe('Only its order within one search has a meaning'),
      scores: z.object({
        lexical: z.number().optional().describe('BM25'),
        vector: z.number().optional().describe('Cosine similarity'),
        rerank: z.number().optional().describe('Probability by the reranker, 0 to 1'),
      }),
    }),
  ),
  retrievers: z
    .array(
      z.object({
        name: z.enum(['lexical', 'vector', 'rerank']),
        model: z.string(),
        weight: z.number(),
        failed: z.string().optional().describe("Why it had no say in this search; the others' order stands"),
      }),
    )
    .describe('Which retrievers took part'),
}) satisfies z.ZodType<SearchView>;
