import { z } from 'zod';

/** A signal from 0 to 1; null: it has no threshold, so that where it took part nothing is refused before the model. */
const threshold = z.number().min(0).max(1).nullable();

/** What a collection wants at least before it answers, for questions in one language. */
export const languageThresholdsSchema = z.strictObject({
  /** Share of an ideal passage's BM25 score that the best passage has (`coverage` of a search). */
  coverage: threshold,
  /** Cosine similarity of the best passage, by a learned embedding model. */
  similarity: threshold,
  /** Probability that the best passage answers, by a reranker. */
  rerank: threshold,
  /** Share of the answer's best sentence that its sources bear; below it the answer is no answer. */
  support: z.number().min(0).max(1),
});
export type LanguageThresholds = z.infer<typeof languageThresholdsSchema>;

/** When a collection says that its documents do not hold the answer. */
export const refusalThresholdsSchema = z.strictObject({
  ja: languageThresholdsSchema,
  en: languageThresholdsSchema,
});
export type RefusalThresholds = z.infer<typeof refusalThresholdsSchema>;
