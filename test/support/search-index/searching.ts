import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { IndexedPassage } from '#contracts';
import { IndexReplica, InMemoryIndexLog, type PassageFilter, type SearchIndex } from '#retrieval';
import {
  ANY_DIRECTION,
  below,
  byEmbedding,
  byWords,
  DIMENSIONS,
  EMBEDDER,
  embeddingOf,
  found,
  LONG,
  passage,
  UnreliableLog,
} from './fixtures.js';
import type { IndexesUnderTest } from './contract.js';

/** Texts of both languages over few words, so that terms repeat within and among them. */
const WORDS = [
  'safety',
  'helmets',
  'visitors',
  'PPR-9087',
  'v2.3.1',
  "o'neil",
  '安全',
  '帽子',
  '訪問者',
  'サーバー',
];
const randomText = fc
  .array(fc.constantFrom(...WORDS, 'の規則', ' and '), { minLength: 1, maxLength: 25 })
  .map((words) => words.join(' '));

/** What is found, in which order. */
export function describeSearching(indexes: IndexesUnderTest): void {
  it('confines a search to versions, and to headings in any case and width', async () => {
    const index = await indexes.open();
    indexes.log.add('a1', [
      below(1, ''),
      below(2, 'Leave'),
      below(3, 'Leave > Sick days'),
      below(4, '50% > Leave it'),
    ]);
    await index.waitFor(indexes.log.add('b1', [below(5, 'Ｌｅａｖｅ'), below(6, '休暇 > 50%')]), LONG);
    const within = async (filter: PassageFilter): Promise<number[]> => {
      const { hits } = await index.search({
        query: 'everywhere',
        embedding: ANY_DIRECTION,
        k: 100,
        filter,
      });
      return hits.map(({ passageId }) => passageId).sort((a, b) => a - b);
    };
    expect(await within({ versions: ['b1', 'unknown'] })).toEqual([5, 6]);
    expect(await within({ versions: [] })).toEqual([]);
    expect(await within({ heading: 'leave' })).toEqual([2, 3, 4, 5]);
    expect(await within({ heading: 'SICK', versions: ['a1'] })).toEqual([3]);
    expect(await within({ heading: 'days' })).toEqual([]);
    expect(await within({ heading: '50%' })).toEqual([4, 6]);
    expect(await within({ heading: '_' })).toEqual([]);
    await index.waitFor(indexes.log.add('a2', [below(7, 'Leave')], 'a1'), LONG);
    expect(await within({ heading: 'leave' })).toEqual([5, 7]);
  });

  it('finds what the log has added, by words and by embedding, and says who took part', async () => {
    const index = await indexes.open();
    await index.waitFor(indexes.log.add('a', [passage(1), passage(2)]), LONG);
    const { hits, retrievers, coverage } = await index.search({
      query: 'number2',
      embedding: embeddingOf(2),
      k: 1,
    });
    expect(hits).toEqual([
      {
        passageId: 2,
        score: expect.closeTo(2 / 61),
        scores: { lexical: expect.any(Number), vector: expect.closeTo(1, 2) },
        codes: 1,
      },
    ]);
    expect(coverage).toBeGreaterThan(0.9);
    expect(retrievers.map(({ name, model }) => [name, model])).toEqual([
      ['lexical', 'bm25-words-bigrams'],
      ['vector', 'test-embedder'],
    ]);
    expect(index.status).toMatchObject({ applied: 1, ready: true, versions: 1, passages: 2, error: null });
  });

  it('answers from an empty log', async () => {
    const index = await indexes.open();
    await index.waitFor(0, LONG);
    expect(await index.search({ query: 'x', embedding: ANY_DIRECTION, k: 5 })).toMatchObject({
      hits: [],
      coverage: 0,
    });
  });

  it('refuses an embedding of another size, and finds a zero vector by its words only', async () => {
    const index = await indexes.open();
    await index.waitFor(
      indexes.log.add('a', [passage(1), { ...passage(2), embedding: new Float32Array(DIMENSIONS) }]),
      LONG,
    );
    await expect(found(index, '', new Float32Array(DIMENSIONS + 1))).rejects.toMatchObject({
      code: 'embedder_mismatch',
    });
    expect(await byWords(index)).toEqual([1, 2]);
    expect(await byEmbedding(index)).toEqual([1]);
    expect(await found(index, '', new Float32Array(DIMENSIONS))).toEqual([]);
  });

  it('keeps what two embedders made of one collection apart', async () => {
    const other = { id: 'other-embedder', dimensions: 3 };
    const otherLog = new UnreliableLog();
    const seq = otherLog.add('a', [{ ...passage(1), embedding: Float32Array.of(1, 0, 0) }]);
    const first = await indexes.open();
    const second = await indexes.open({ embedder: other, log: otherLog });
    await first.waitFor(indexes.log.add('a', [passage(1), passage(2)]), LONG);
    await second.waitFor(seq, LONG);
    expect(await byEmbedding(first)).toEqual([1, 2]);
    expect(await found(second, '', Float32Array.of(1, 0, 0))).toEqual([1]);
  });

  it('ranks passages with the exact code before those with its pieces, whatever the embedding says', async () => {
    const index = await indexes.open();
    const exact = passage(3, `${'other words about something else '.repeat(20)} ＰＰＲ－９０８７`);
    const pieces = [passage(1, 'error PPR-9088 of model 9087'), passage(2, 'error PPR-9086, error 9087')];
    await index.waitFor(indexes.log.add('a', [...pieces, exact]), LONG);
    const request = { query: 'What is error ppr9087?', embedding: embeddingOf(1), k: 3 };
    const { hits } = await index.search(request);
    expect(hits[0]).toMatchObject({ passageId: 3, codes: 1 });
  });

  it('ranks as an index in memory does that never held the removed passages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(randomText, { minLength: 10, maxLength: 30 }),
        fc.array(randomText, { minLength: 1, maxLength: 4 }),
        async (texts, queries) => {
          indexes.newCollection();
          const index = await indexes.open();
          indexes.log.add('gone', [passage(1000, 'safety 安全'), passage(1001, 'helmets and visitors')]);
          const kept = texts.map((text, at) => passage(at + 1, text));
          const versions = { first: kept.slice(0, 9), second: kept.slice(9) };
          indexes.log.add('first', versions.first);
          indexes.log.add('second', versions.second);
          await index.waitFor(indexes.log.remove('gone'), LONG);
          const model = await openInMemory(versions);
          for (const [turn, query] of queries.entries()) {
            const filter = turn % 2 === 0 ? {} : { filter: { versions: ['first', 'unknown'] } };
            const request = { query, embedding: embeddingOf(3), k: 20, ...filter };
            const [actual, expected] = await Promise.all([index.search(request), model.search(request)]);
            expect(actual).toEqual({
              ...expected,
              coverage: expect.closeTo(expected.coverage, 6),
              hits: expected.hits.map((hit) => ({
                ...hit,
                scores: Object.fromEntries(
                  // Half-precision embeddings agree in three digits.
                  Object.entries(hit.scores).map(([by, score]) => [by, expect.closeTo(score, 2)]),
                ),
              })),
            });
          }
          await Promise.all([index.close(), model.close()]);
        },
      ),
      { numRuns: 15 },
    );
  });
}

async function openInMemory(versions: Record<string, IndexedPassage[]>): Promise<SearchIndex> {
  const log = new InMemoryIndexLog();
  for (const [versionId, content] of Object.entries(versions)) log.add(versionId, content);
  const seq = await log.head();
  const index = await IndexReplica.open({
    collectionId: 'model',
    log,
    embedder: EMBEDDER,
    // Never saved, so nothing is ever read from there.
    snapshotFolder: join(tmpdir(), 'kotae-none'),
  });
  await index.waitFor(seq, LONG);
  return index;
}
