import type { LeftOutReason, Passage, SearchHit, SearchOutcome, Source } from '#contracts';

/** A passage that a search returned, with its place in the ranking. */
export interface Candidate {
  hit: SearchHit;
  passage: Passage;
}

/** What a search found in one collection, best first. */
export interface Found extends Pick<SearchOutcome, 'retrievers' | 'coverage'> {
  candidates: Candidate[];
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
