import type { LlamaReranker } from '#llm';
import type { Candidate, Found } from './found.js';

/** How searches are reranked. */
export interface Reranking {
  model: Pick<LlamaReranker, 'id' | 'rank'>;
  /** How many of the best candidates the model reads; the others keep their places below. */
  top: number;
  /** How long it may take, milliseconds. */
  timeoutMs: number;
}

/**
 * Lets a model that reads question and passage together decide on the order of the best candidates. When it fails or
 * takes too long, the fused order stands and `retrievers` says why. Rejects only when `signal` is aborted.
 */
export async function rerank(
  query: string,
  found: Found,
  { model, top, timeoutMs }: Reranking,
  signal: AbortSignal,
): Promise<Found> {
  const best = found.candidates.slice(0, top);
  if (best.length === 0) return found;
  const timeout = AbortSignal.timeout(timeoutMs);
  const retriever = { name: 'rerank' as const, model: model.id };
  try {
    const passages = best.map(({ passage }) => passage);
    const scores = await model.rank(query, passages, AbortSignal.any([signal, timeout]));
    return {
      ...found,
      candidates: [...inOrder(best, scores), ...found.candidates.slice(top)],
      retrievers: [...found.retrievers, { ...retriever, weight: 1 }],
    };
  } catch (error) {
    signal.throwIfAborted();
    const failed = timeout.aborted
      ? `It did not judge ${best.length} passages within ${timeoutMs} ms.`
      : `It failed: ${error instanceof Error ? error.message : String(error)}`;
    return { ...found, retrievers: [...found.retrievers, { ...retriever, weight: 0, failed }] };
  }
}

/**
 * The candidates by the model's scores, equal ones as they were; those that hold a code of the query stay before others. The fused scores stay with the places, so that they
 * still fall from first to last and still tell how far down the rankings a place lies.
 */
function inOrder(candidates: Candidate[], scores: number[]): Candidate[] {
  const judged = candidates.map((candidate, i) => ({
    candidate,
    codes: candidate.hit.codes ?? 0,
    score: scores[i] ?? 0,
  }));
  judged.sort((a, b) => b.codes - a.codes || b.score - a.score);
  return judged.map(({ candidate: { hit, passage }, score }, place) => ({
    passage,
    hit: {
      ...hit,
      score: candidates[place]?.hit.score ?? hit.score,
      scores: { ...hit.scores, rerank: score },
    },
  }));
}
