import { terms } from '#language';
import type { PromptSource } from '../generator.js';
import { collectEvidence, type Evidence } from './evidence.js';

/** A sentence of a source, verbatim. */
export interface Quote {
  /** The source's number. */
  n: number;
  text: string;
}

// Measured on 700 questions each of JSQuAD and SQuAD 2.0, the gold passage among five by BM25, as the share of answers
// that the first quotation, or any of at most three, contains: 82 and 89 % in Japanese, 73 and 88 % in English.

/** How much the question's terms count in the heading above a sentence, beside those in it. */
const CONTEXT_WEIGHT = 0.8;
/** And anywhere in its source. */
const SOURCE_WEIGHT = 0.3;
/** How much a sentence of twice the average number of terms is held back. */
const LENGTH_PENALTY = 0.2;
/** Further sentences are quoted while they score at least this share of the first. */
const WORTH_ADDING = 0.5;
/**
 * Least share of the question's terms, by rarity, that the best sentence and its heading must hold. Refuses 2.0 and
 * 0.6 % of those questions, and 44 and 14 % when the gold passage is taken away.
 */
const LEAST_SHARE = 0.2;
const MOST_QUOTES = 3;
/**
 * How much the terms of earlier questions count, beside those of the question itself. Of 47 follow-up questions on the
 * sample documents (samples/follow-ups.json) the first quotation answers 32 when they count nothing, 37 at 0.3, 33 at
 * 0.5 and 24 when the questions are simply joined; any of three answers 40, 45, 45 and 42.
 */
const EARLIER_WEIGHT = 0.3;

/**
 * The sentences of the sources that answer the question best, the best one first; none when no sentence shares enough
 * with the question. Terms count by their rarity among the sentences at hand, and those of `earlier` questions, in
 * whose light the question is meant, count less.
 */
export function selectQuotes(question: string, sources: PromptSource[], earlier = ''): Quote[] {
  const evidence = collectEvidence(sources);
  const share = shareOf(question, earlier, evidence);
  const averageTerms =
    evidence.reduce((sum, { terms: own }) => sum + own.size, 0) / Math.max(1, evidence.length);
  const ranked = evidence.map((candidate) => ({
    ...candidate,
    score: scoreOf(candidate, share, averageTerms),
  }));
  ranked.sort((a, b) => b.score - a.score);
  const [best] = ranked;
  if (best === undefined || share((term) => best.terms.has(term) || best.context.has(term)) < LEAST_SHARE)
    return [];
  const quotes = new Map<string, Quote>();
  for (const { n, text, score, terms: own } of ranked) {
    if (quotes.size === MOST_QUOTES || score < WORTH_ADDING * best.score) break;
    // Of what stands below a fitting heading by chance ("From: …"), only the best says enough about it.
    if (quotes.size > 0 && share((term) => own.has(term)) === 0) continue;
    if (!quotes.has(text)) quotes.set(text, { n, text });
  }
  return [...quotes.values()];
}

/** Part of the question's weight, 0 … 1, that falls on the terms which satisfy `holds`. */
type Share = (holds: (term: string) => boolean) => number;

function shareOf(question: string, earlier: string, evidence: Evidence[]): Share {
  const own = new Set(terms(question));
  const weights = [...new Set([...own, ...terms(earlier)])].map((term) => {
    const frequency = evidence.filter(({ terms: own }) => own.has(term)).length;
    // Inverse document frequency with sentences as documents, smoothed: what every sentence of a short text says still
    // counts a fifth of what none says, where BM25's own formula makes it nothing and refuses the question.
    const rarity = Math.log(1 + (evidence.length + 1) / (frequency + 0.5));
    return { term, weight: own.has(term) ? rarity : rarity * EARLIER_WEIGHT };
  });
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  return (holds) =>
    total === 0 ? 0 : weights.reduce((sum, { term, weight }) => sum + (holds(term) ? weight : 0), 0) / total;
}

function scoreOf({ terms: own, context, source }: Evidence, share: Share, averageTerms: number): number {
  const inSentence = share((term) => own.has(term));
  const above = share((term) => context.has(term) && !own.has(term));
  const around = share((term) => source.has(term));
  // Lists of everything would match everything; beyond three times the average length is no information.
  const length = Math.min(3, own.size / averageTerms);
  const held = 1 - LENGTH_PENALTY + LENGTH_PENALTY * length;
  return (inSentence + CONTEXT_WEIGHT * above) / held + SOURCE_WEIGHT * around;
}
