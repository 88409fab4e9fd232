import { codes, terms } from '#language';
import { coverage, lengthNorm, saturation, termWeight } from '../lexical/bm25.js';
import { CODE_STEP, withoutSteps } from '../lexical/code-steps.js';
import type { LexicalResult } from '../lexical/lexical-index.js';
import { TopHits } from '../lexical/top-hits.js';
import type { StoreView } from './passage-store.js';

/**
 * Postings looked at to find candidates, rarest terms first: what is left out are the commonest words of long
 * questions in large collections, which weigh least. Each costs about 2 µs. A narrow filter bounds the work by itself.
 */
const MOST_POSTINGS = 50_000;
/** Candidates scored exactly for each passage wanted: how often terms occur can still reorder them. */
const CANDIDATES_PER_HIT = 4;

/**
 * BM25 over a store, with the scores and the coverage of `LexicalIndex.search`. The store proposes candidates by
 * which terms they have; these are then scored exactly.
 */
export async function searchWords(view: StoreView, query: string, k: number): Promise<LexicalResult> {
  const queryTerms = [...new Set(terms(query))];
  const corpus = await view.state();
  const passages = await view.passagesWith(queryTerms);
  const weights = new Map(queryTerms.map((term) => [term, termWeight(passages.get(term) ?? 0, corpus)]));
  const norm = lengthNorm(corpus);
  const mostPostings = (await view.isNarrow()) ? Infinity : MOST_POSTINGS;
  const exact = new Set(codes(query));
  const stepOf = (term: string): number => (exact.has(term) ? CODE_STEP : 0);
  const proposing = rarest(passages, mostPostings).map((term) => ({
    term,
    weight: weights.get(term)! + stepOf(term),
  }));
  if (proposing.length === 0) return { hits: [], coverage: 0 };
  const candidates = await view.candidates(proposing, norm, k * CANDIDATES_PER_HIT);

  const found = new Map<number, { length: number; score: number; frequencies: Map<string, number> }>();
  for (const { id, length, term, frequency } of await view.frequencies(candidates, queryTerms)) {
    const passage = found.get(id) ?? { length, score: 0, frequencies: new Map<string, number>() };
    passage.score += stepOf(term) + weights.get(term)! * saturation(frequency, length, norm);
    passage.frequencies.set(term, frequency);
    found.set(id, passage);
  }
  const top = new TopHits(k);
  for (const [id, { score }] of found) top.add({ id, score });
  const hits = top.sorted();
  const best = hits[0] && found.get(hits[0].id);
  const covered = queryTerms.map((term) => ({
    passages: passages.get(term) ?? 0,
    frequency: best?.frequencies.get(term) ?? 0,
  }));
  return { hits: hits.map(withoutSteps), coverage: best ? coverage(covered, best.length, corpus) : 0 };
}

/** The rarest terms that together have at most so many postings, but at least one. */
function rarest(passages: ReadonlyMap<string, number>, mostPostings: number): string[] {
  const rarestFirst = [...passages].sort(([, a], [, b]) => a - b);
  let postings = 0;
  return rarestFirst
    .filter(([, count], place) => (postings += count) <= mostPostings || place === 0)
    .map(([term]) => term);
}
