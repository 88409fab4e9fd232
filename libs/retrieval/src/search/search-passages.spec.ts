import * as fc from 'fast-check';
import type { SearchOutcome } from '#contracts';
import { LexicalIndex } from '../lexical/lexical-index.js';
import { VectorIndex } from '../vector/vector-index.js';
import { fusionWeightsFor } from './fusion-weights.js';
import { PassageSet } from './passage-set.js';
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

const sorted = (ids: Iterable<number>): number[] => [...ids].sort((a, b) => a - b);
const idsOf = ({ hits }: SearchOutcome): number[] => hits.map(({ passageId }) => passageId);

/** A ranking's part of the fused score of a passage. */
const score = (ranking: { id: number }[], id: number): number => {
  const rank = ranking.findIndex((hit) => hit.id === id);
  return rank < 0 ? 0 : 1 / (61 + rank);
};

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

  it('gives both scores to a passage that both retrievers return, and ranks it first', async () => {
    const { hits } = await search({ query: 'vacation', embedding: axis(4) });
    expect(hits[0]).toEqual({
      passageId: 4,
      score: expect.any(Number),
      scores: { lexical: expect.any(Number), vector: expect.any(Number) },
    });
    expect(hits.find(({ passageId }) => passageId === 5)?.scores).toEqual({ vector: expect.any(Number) });
  });

  it('searches words alone without an embedding, and says so', async () => {
    const outcome = await search({ query: 'travel' });
    expect(idsOf(outcome)).toEqual(expect.arrayContaining([2, 4]));
    expect(outcome.retrievers.map(({ name }) => name)).toEqual(['lexical']);
    expect(outcome.hits.every(({ scores }) => scores.vector === undefined)).toBe(true);
  });

  it('returns at most k, and none that is not accepted', async () => {
    expect((await search({ query: 'travel vacation', embedding: axis(1), k: 2 })).hits).toHaveLength(2);
    const { hits, coverage } = await searchPassages(
      { ...index, accepts: (id) => id !== 4 },
      { query: 'vacation travel', embedding: axis(4), k: 10 },
      'some-embedder',
      LEARNED,
    );
    expect(hits.map(({ passageId }) => passageId)).not.toContain(4);
    expect(coverage).toBeLessThan((await search({ query: 'vacation travel' })).coverage);
  });

  it('lets no embedding put a passage before one with the exact code', async () => {
    const codes = indexOf({
      1: 'PPR-9088 means that the printer is hot',
      2: 'PPR-9086 means that the printer is offline',
      3: `${'other words '.repeat(30)} PPR-9087`,
    });
    const request = { query: 'What does PPR-9087 mean for the printer?', embedding: axis(1), k: 10 };
    const { hits } = await searchPassages(codes, request, 'some-embedder', LEARNED);
    expect(hits[0]).toMatchObject({ passageId: 3, codes: 1 });
    const scores = hits.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('finds within a filter what an index of nothing else finds, for any share of the passages', async () => {
    const words = ['vacation', 'travel', 'office', 'dog', 'printer', '休暇', '出張'];
    const text = fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((chosen) => chosen.join(' '));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ text, inside: fc.boolean() }), { minLength: 1, maxLength: 40 }),
        text,
        fc.nat(3),
        async (passages, query, direction) => {
          const all = indexOf(Object.fromEntries(passages.map((each, n) => [n + 1, each.text])));
          const within = new PassageSet();
          passages.forEach(({ inside }, n) => inside && within.add(n + 1));
          const request = { query, embedding: axis(direction), k: 100 };
          const found = await searchPassages({ ...all, within }, request, 'some-embedder', LEARNED);
          const byWords = all.lexical.search(query, 1000).hits.filter(({ id }) => within.has(id));
          const byVector = all.vectors.search(axis(direction), 1000).filter(({ id }) => within.has(id));
          expect(sorted(idsOf(found))).toEqual(
            sorted(new Set([...byWords, ...byVector].map(({ id }) => id))),
          );
          for (const hit of found.hits) {
            expect(hit.score).toBeCloseTo(score(byWords, hit.passageId) + score(byVector, hit.passageId), 10);
          }
          expect(found.coverage > 0).toBe(byWords.length > 0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps the order of the words with a hashed embedder, and only adds below', async () => {
    const texts = Object.fromEntries(
      Array.from({ length: 120 }, (_, n) => [n + 1, n < 100 ? `apple ${'pear '.repeat(n)}` : 'plum']),
    );
    const large = indexOf(texts);
    const request = { query: 'apple', embedding: axis(3), k: 100 };
    const words = large.lexical.search('apple', 100).hits.map(({ id }) => id);
    const fused = await searchPassages(
      large,
      { ...request, k: 110 },
      'hashed',
      fusionWeightsFor('hashed-ngrams-512'),
    );
    expect(fused.hits.slice(0, 100).map(({ passageId }) => passageId)).toEqual(words);
    expect(fused.hits).toHaveLength(110);
    expect(fused.hits.slice(100).every(({ passageId }) => passageId > 100)).toBe(true);
  });

  it('gives the same outcome every time', async () => {
    const request = { query: 'vacation travel office', embedding: axis(2) };
    expect(await search(request)).toEqual(await search(request));
  });

  it('refuses an embedding of another size', async () => {
    await expect(search({ query: 'travel', embedding: new Float32Array(3) })).rejects.toMatchObject({
      code: 'embedder_mismatch',
    });
  });
});
