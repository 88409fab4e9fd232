import type { Language } from '#language';

/**
 * Coverage below which a question is not about the collection, by the question's language. Measured with questions of
 * one set asked to the passages of the same set (a refusal is wrong) and of another (a refusal is right):
 *
 * | collection | questions of others | wrongly refused | rightly refused |
 * |---|---|---|---|
 * | JSQuAD, 1,145 passages | JaQuAD / NIILC | 0.8 % | 82 % / 54 % |
 * | JSQuAD, 20 passages | JaQuAD | 1.2 % | 99 % |
 * | SQuAD 2.0, 646 passages | SquadShifts Amazon / Reddit | 0.4 % | 20 % / 19 % |
 * | SQuAD 2.0, 20 passages | SquadShifts Amazon | 1.4 % | 77 % |
 * | Amazon reviews, 2,050 passages | SQuAD 2.0 | 0.2 % | 58 % |
 * | privacy policies, 574 passages | SQuAD 2.0 | 0.2 % | 81 % |
 *
 * As a classifier coverage has an AUC of 0.994 (JSQuAD) and 0.895 to 0.992 (English); the thresholds sit low, because
 * a wrong refusal cannot be mended, while the model may still say that the sources lack the answer.
 */
const THRESHOLD: Record<Language, number> = { ja: 0.25, en: 0.28 };

/** What is known of the best passage for a question. */
export interface Nearness {
  /** Of the lexical search, 0 … 1. */
  coverage: number;
  /** Of the question. */
  language: Language;
  /**
   * Whether a learned embedding model searched too. It finds passages in other words and other languages, about which
   * coverage says nothing, so that it alone is then no reason to refuse.
   */
  searchedByMeaning?: boolean;
}

/** Whether it is worth asking the model; when not, the question is `not_in_documents`. */
export function isNearEnough({ coverage, language, searchedByMeaning = false }: Nearness): boolean {
  return searchedByMeaning || coverage >= THRESHOLD[language];
}
