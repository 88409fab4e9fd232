import type { LanguageThresholds, RefusalThresholds } from '#contracts';
import type { Language } from '#language';

/** What is known before the model is asked; a signal that no retriever gave is null. */
export interface Nearness {
  /** Of the question. */
  language: Language;
  /** Of the lexical search, 0 … 1. */
  coverage: number;
  /** Cosine of the best passage by a learned embedding model; the built-in one knows no meaning, and gives none. */
  similarity: number | null;
  /** Probability of the best passage by a reranker. */
  rerank: number | null;
}

/**
 * Thresholds of a collection that was not calibrated. Measured with questions of one set asked to the passages of the
 * same set (a refusal is wrong) and of another (a refusal is right):
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
 * As a classifier coverage has an AUC of 0.78 to 0.999. Neither the margin of the best passage over the next ones, nor
 * how much of the question one to three of its sentences hold, nor all of them in a logistic regression refuse more at
 * 1 % wrong refusals over all collections. What helps is the collection's own threshold: SQuAD 2.0's, fitted at 1 %,
 * refuses 62 % of the questions on Amazon and Reddit. The defaults sit low, because a wrong refusal cannot be mended,
 * while the model may still say that the sources lack the answer. A learned embedder and a reranker find passages in
 * other words and other languages, about which coverage says nothing; their scores differ from model to model, so that
 * only a calibration gives them a threshold.
 */
export const defaultThresholds: RefusalThresholds = {
  ja: { coverage: 0.25, similarity: null, rerank: null, support: 0.45 },
  en: { coverage: 0.28, similarity: null, rerank: null, support: 0.45 },
};

/**
 * Whether a question is `not_in_documents` without asking the model: each signal that took part lies below its
 * threshold. One alone may miss what another finds.
 */
export function isOutside(
  { language, coverage, similarity, rerank }: Nearness,
  thresholds: RefusalThresholds = defaultThresholds,
): boolean {
  const least = thresholds[language];
  return (
    isBelow(coverage, least.coverage) &&
    (similarity === null || isBelow(similarity, least.similarity)) &&
    (rerank === null || isBelow(rerank, least.rerank))
  );
}

/**
 * Whether an answer is none, because its sources bear no part of it: what a small model knows by itself, or made up. To
 * be asked of an answer that does not itself refuse. By default an answer needs one sentence that counts as supported.
 * Of 250 claims per set, made of a question and its answer (in brackets: of the answer alone) and held against the five
 * passages that BM25 finds, in percent: called unfounded although the passage was among them / when they were claims on
 * another set: JSQuAD 1.6 (0.4) / 99.6, JaQuAD 9.1 (0.8) / 98.8, SQuAD 2.0 11.0 (0) / 87, PolicyQA 5.6 (0) / 98.7, Amazon
 * 2.4 (0.8) / 99.6. The wrong ones are mostly names of the question that the passages do not hold.
 *
 * @param support see `supportOf`; null when it cannot be judged.
 */
export function isUnfounded(
  support: number | null,
  language: Language,
  thresholds: RefusalThresholds = defaultThresholds,
): boolean {
  return support !== null && support < thresholds[language].support;
}

function isBelow(signal: number, threshold: LanguageThresholds['coverage']): boolean {
  return threshold !== null && signal < threshold;
}
