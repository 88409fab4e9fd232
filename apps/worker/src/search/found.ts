import type { LeftOutReason, Passage, RefusalThresholds, SearchHit, SearchOutcome, Source } from '#contracts';
import { detectLanguage } from '#language';
import type { Nearness } from '#retrieval';

/** Weight in the fusion from which on a vector ranking knows meaning; the built-in embedder's is 0.002. */
const LEARNED_WEIGHT = 0.1;

/** A passage that a search returned, with its place in the ranking. */
export interface Candidate {
  hit: SearchHit;
  passage: Passage;
}

/** What a search found in one collection, best first. */
export interface Found extends Pick<SearchOutcome, 'retrievers' | 'coverage'> {
  candidates: Candidate[];
  /** The collection's own thresholds for refusing; absent for the defaults. */
  thresholds?: RefusalThresholds;
}

/** What the search says of how near the documents come to a question. */
export function nearnessOf(question: string, { candidates, retrievers, coverage }: Found): Nearness {
  const knowsMeaning = retrievers.some(({ name, weight }) => name === 'vector' && weight >= LEARNED_WEIGHT);
  return {
    language: detectLanguage(question),
    coverage,
    similarity: knowsMeaning ? best(candidates, 'vector') : null,
    rerank: best(candidates, 'rerank'),
  };
}

function best(candidates: readonly Candidate[], retriever: 'vector' | 'rerank'): number | null {
  const scores = candidates.flatMap(({ hit }) => hit.scores[retriever] ?? []);
  if (scores.length === 0) return retriever === 'vector' ? 0 : null;
  return Math.min(1, Math.max(0, ...scores));
}

/** The documents that were found, the closest first; one may be named several times. */
export function namesOf({ candidates }: Pick<Found, 'candidates'>): string[] {
  return candidates.map(({ passage }) => passage.documentName);
}

/** The candidate as an answer lists it: under its number in the prompt, or with the reason why it has none. */
export function toSource(
  { hit, passage }: Candidate,
  place: { n: number; tokens: number } | { reason: LeftOutReason; tokens: number },
): Source {
  const source = {
    n: null,
    passage_id: passage.id,
    document_id: passage.documentId,
    document: passage.documentName,
    version: passage.version,
    page: passage.page,
    heading: passage.heading,
    score: hit.score,
    tokens: place.tokens,
  };
  return 'n' in place
    ? { ...source, n: place.n, included: true }
    : { ...source, included: false, reason: place.reason };
}
