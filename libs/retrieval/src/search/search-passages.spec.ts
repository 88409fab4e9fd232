import { LexicalIndex } from '../lexical/lexical-index.js';
import { VectorIndex } from '../vector/vector-index.js';
import { fusionWeightsFor } from './fusion-weights.js';
import { searchPassages, type SearchRequest } from './search-passages.js';

const DIMENSIONS = 4;
const LEARNED = fusionWeightsFor('some-embedder');

/** Passage `id` has a text and points in the direction of axis `id % 4`, the more so the smaller its id. */
function indexOf(texts: Record<number, string>) {
  const lexical = new LexicalIndex();
  const vectors = VectorIndex.create(DIMENSIONS);
  for (const [key, text] of Object.entries(texts)) {
    const id = Number(key);
    lexical.add(id, text);
    vectors.add(id, axis(id, 1 / id));
  }
  return { lexical, vectors, accepts: () => true };
}

function axis(which: number, noise = 0): Float32Array {
  const vector = new Float32Array(DIMENSIONS).fill(noise);
  vector[which % DIMENSIONS] = 1;
  return vector;
}

describe('searchPassages', () => {
  const index = indexOf({
    1: 'vacation days of new employees',
    2: 'how to report travel expenses',
    3: 'the office dog',
    4: 'vacation and travel',
    5: 'printers',
  });
  const search = (request: Partial<SearchRequest>, weights = LEARNED) =>
    searchPassages(index, { query: '', embedding: null, k: 10, ...request }, 'some-embedder', weights);
  const idsOf = ({ hits }: ReturnType<typeof search>): number[] => hits.map(({ passageId }) => passageId);

  it('gives both scores to a passage that both retrievers return, and ranks it first', () => {
    const { hits } = search({ query: 'vacation', embedding: axis(4) });
    expect(hits[0]).toEqual({
      passageId: 4,
      score: expect.any(Number),
      scores: { lexical: expect.any(Number), vector: expect.any(Number) },
    });
    expect(hits.find(({ passageId }) => passageId === 5)?.scores).toEqual({ vector: expect.any(Number) });
  });

  it('searches words alone without an embedding, and says so', () => {
    const outcome = search({ query: 'travel' });
    expect(idsOf(outcome)).toEqual(expect.arrayContaining([2, 4]));
    expect(outcome.retrievers.map(({ name }) => name)).toEqual(['lexical']);
    expect(outcome.hits.every(({ scores }) => scores.vector === undefined)).toBe(true);
  });

  it('returns at most k, and none that is not accepted', () => {
    expect(search({ query: 'travel vacation', embedding: axis(1), k: 2 }).hits).toHaveLength(2);
    const { hits, coverage } = searchPassages(
      { ...index, accepts: (id) => id !== 4 },
      { query: 'vacation travel', embedding: axis(4), k: 10 },
      'some-embedder',
      LEARNED,
    );
    expect(hits.map(({ passageId }) => passageId)).not.toContain(4);
    expect(coverage).toBeLessThan(search({ query: 'vacation travel' }).coverage);
  });

  it('keeps the order of the words with a hashed embedder, and only adds below', () => {
    const texts = Object.fromEntries(
      Array.from({ length: 120 }, (_, n) => [n + 1, n < 100 ? `apple ${'pear '.repeat(n)}` : 'plum']),
    );
    const large = indexOf(texts);
    const request = { query: 'apple', embedding: axis(3), k: 100 };
    const words = large.lexical.search('apple', 100).hits.map(({ id }) => id);
    const fused = searchPassages(
      large,
      { ...request, k: 110 },
      'hashed',
      fusionWeightsFor('hashed-ngrams-512'),
    );
    expect(fused.hits.slice(0, 100).map(({ passageId }) => passageId)).toEqual(words);
    expect(fused.hits).toHaveLength(110);
    expect(fused.hits.slice(100).every(({ passageId }) => passageId > 100)).toBe(true);
  });

  it('gives the same outcome every time', () => {
    const request = { query: 'vacation travel office', embedding: axis(2) };
    expect(search(request)).toEqual(search(request));
  });

  it('refuses an embedding of another size', () => {
    expect(() => search({ query: 'travel', embedding: new Float32Array(3) })).toThrow(
      expect.objectContaining({ code: 'embedder_mismatch' }),
    );
  });
});
