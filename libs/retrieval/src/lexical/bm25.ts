/**
 * Saturation of term frequency. Lower than the usual 1.2, since a word, its bigrams and its prefix repeat together:
 * recall@1 at 0.4, 0.6, 0.9 and 1.2 is 92.2, 92.1, 91.7 and 91.4 % on JSQuAD, 83.0, 82.9, 82.4 and 81.4 on JaQuAD.
 */
const K1 = 0.6;
/** Strength of length normalisation; 0.5 and 0.9 are both slightly worse on JSQuAD. */
const B = 0.75;
/**
 * For coverage, and only there, a smaller corpus counts as one of this many passages: inverse document frequency
 * flattens in small corpora, so that without it questions about 20 passages reach half the coverage of others.
 */
const COVERAGE_CORPUS = 1000;

/** How large the searched passages are; lengths count terms. */
export interface CorpusSize {
  passages: number;
  totalLength: number;
}

/** BM25's K of a passage is `fixed` + `perTerm` × the passage's length. */
export interface LengthNorm {
  fixed: number;
  perTerm: number;
}

/** The length normalisation of a corpus. */
export function lengthNorm({ passages, totalLength }: CorpusSize): LengthNorm {
  return { fixed: K1 * (1 - B), perTerm: (K1 * B * passages) / Math.max(1, totalLength) };
}

/** The most that one term can give a passage, reached by endless repetition, when `passages` of the corpus have it. */
export function termWeight(passages: number, corpus: CorpusSize): number {
  return inverseFrequency(passages, corpus.passages) * (K1 + 1);
}

/** The share of its weight that a term gives to a passage of `length` terms in which it occurs `frequency` times. */
export function saturation(frequency: number, length: number, { fixed, perTerm }: LengthNorm): number {
  return frequency / (frequency + fixed + perTerm * length);
}

/** A term of a query, seen from the best passage. */
export interface CoveredTerm {
  /** Passages of the corpus that have the term. */
  passages: number;
  /** How often the best passage has it. */
  frequency: number;
}

/**
 * Score of the best passage, `length` terms long, over that of an ideal one, which has average length and holds every
 * term of the query once; 0 … 1.
 */
export function coverage(terms: readonly CoveredTerm[], length: number, corpus: CorpusSize): number {
  const norm = lengthNorm(corpus);
  let score = 0;
  let ideal = 0;
  for (const { passages, frequency } of terms) {
    const weight = inverseFrequency(passages, Math.max(corpus.passages, COVERAGE_CORPUS));
    score += weight * (K1 + 1) * saturation(frequency, length, norm);
    ideal += weight;
  }
  return ideal === 0 ? 0 : Math.min(1, score / ideal);
}

function inverseFrequency(passages: number, corpus: number): number {
  return Math.log(1 + (corpus - passages + 0.5) / (passages + 0.5));
}
