import type { Found } from './found.js';
import { rerank, type Reranking } from './rerank.js';

const never = new AbortController().signal;

/** Candidates 1 … n in fused order, whose texts are their ids. */
function found(n: number): Found {
  const candidates = Array.from({ length: n }, (_, i) => ({
    hit: { passageId: i + 1, score: 1 / (60 + i), scores: { lexical: n - i } },
    passage: {
      id: i + 1,
      ordinal: i,
      start: 0,
      end: 1,
      page: null,
      heading: '',
      text: String(i + 1),
      documentId: 'd',
      documentName: 'd.md',
      version: 1,
    },
  }));
  return { candidates, retrievers: [{ name: 'lexical', model: 'bm25', weight: 1 }], coverage: 1 };
}

const ids = ({ candidates }: Found) => candidates.map(({ passage }) => passage.id);
const last = ({ retrievers }: Found) => retrievers.at(-1);

/** A model that prefers what came later. */
const contrary: Reranking = {
  model: {
    id: 'contrary',
    rank: (_, passages) => Promise.resolve(passages.map(({ text }) => Number(text) / 10)),
  },
  top: 3,
  timeoutMs: 10_000,
};

/** A model that is never done; it stops when it is told to. */
const endless = (signal: AbortSignal) =>
  new Promise<number[]>((_, reject) => {
    const stop = () => reject(new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });

describe('rerank', () => {
  it('orders the best candidates by the model, and leaves the others below them', async () => {
    const reranked = await rerank('q', found(5), contrary, never);
    expect(ids(reranked)).toEqual([3, 2, 1, 4, 5]);
    expect(last(reranked)).toEqual({ name: 'rerank', model: 'contrary', weight: 1 });
  });

  it("keeps scores falling, the retrievers' own scores with their passages, and adds the model's", async () => {
    const { candidates } = await rerank('q', found(5), contrary, never);
    expect(candidates.map(({ hit }) => hit.score)).toEqual(found(5).candidates.map(({ hit }) => hit.score));
    expect(candidates.map(({ hit }) => hit.scores)).toEqual([
      { lexical: 3, rerank: 0.3 },
      { lexical: 4, rerank: 0.2 },
      { lexical: 5, rerank: 0.1 },
      { lexical: 2 },
      { lexical: 1 },
    ]);
  });

  it('leaves candidates that the model finds equal as they were', async () => {
    const model = { id: 'even', rank: () => Promise.resolve([0.5, 0.5, 0.5]) };
    expect(ids(await rerank('q', found(4), { ...contrary, model }, never))).toEqual([1, 2, 3, 4]);
  });

  it('does not ask about nothing', async () => {
    const model = { id: 'unasked', rank: () => Promise.reject(new Error('asked')) };
    expect(await rerank('q', found(0), { ...contrary, model }, never)).toEqual(found(0));
  });

  it('keeps the fused order when the model fails, and says so', async () => {
    const model = { id: 'broken', rank: () => Promise.reject(new Error('out of memory')) };
    const reranked = await rerank('q', found(4), { ...contrary, model }, never);
    expect(ids(reranked)).toEqual([1, 2, 3, 4]);
    expect(last(reranked)).toEqual({
      name: 'rerank',
      model: 'broken',
      weight: 0,
      failed: 'It failed: out of memory',
    });
  });

  it('keeps the fused order when the model takes too long, and stops it', async () => {
    const model = { id: 'slow', rank: (_: string, __: unknown, signal: AbortSignal) => endless(signal) };
    const reranked = await rerank('q', found(4), { ...contrary, model, timeoutMs: 1 }, never);
    expect(ids(reranked)).toEqual([1, 2, 3, 4]);
    expect(last(reranked)?.failed).toBe('It did not judge 3 passages within 1 ms.');
  });

  it('ends with the search that it belongs to', async () => {
    const controller = new AbortController();
    const model = { id: 'slow', rank: (_: string, __: unknown, signal: AbortSignal) => endless(signal) };
    const reranked = rerank('q', found(4), { ...contrary, model }, controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(reranked).rejects.toThrow('cancelled');
  });
});
