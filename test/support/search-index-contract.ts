import { setImmediate, setTimeout } from 'node:timers/promises';
import * as fc from 'fast-check';
import type { IndexedPassage } from '#contracts';
import { IndexReplica, InMemoryIndexLog, type PassageFilter, type SearchIndex } from '#retrieval';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What an index is opened for. */
export interface OpenRequest {
  collectionId: string;
  log: InMemoryIndexLog;
  embedder: { id: string; dimensions: number };
}

/** An implementation of `SearchIndex` as the contract needs it. */
export interface IndexUnderTest {
  open(request: OpenRequest): Promise<SearchIndex>;
  stop(): Promise<void>;
}

const DIMENSIONS = 8;
const EMBEDDER = { id: 'test-embedder', dimensions: DIMENSIONS };
const LONG = { timeoutMs: 30_000 };
const ANY_DIRECTION = Float32Array.from({ length: DIMENSIONS }, (_, axis) => Math.cos(axis));

const embeddingOf = (id: number): Float32Array =>
  Float32Array.from({ length: DIMENSIONS }, (_, axis) => Math.sin(id * 12.9898 + axis * 78.233));
/** Passages share one word, so that a search can list them all; embeddings depend on the id alone. */
const passage = (id: number, searchText = `everywhere number${id}`): IndexedPassage => ({
  id,
  searchText,
  heading: '',
  embedding: embeddingOf(id),
});
const below = (id: number, heading: string): IndexedPassage => ({ ...passage(id), heading });
const passages = (first: number, count: number): IndexedPassage[] =>
  Array.from({ length: count }, (_, offset) => passage(first + offset));

async function found(
  index: SearchIndex,
  query: string,
  embedding: Float32Array | null = null,
): Promise<number[]> {
  const { hits } = await index.search({ query, embedding, k: 10_000 });
  return hits.map(({ passageId }) => passageId).sort((a, b) => a - b);
}
const byWords = (index: SearchIndex) => found(index, 'everywhere');
const byEmbedding = (index: SearchIndex) => found(index, '', ANY_DIRECTION);

/** A log that can be made to fail, and counts how many passages were read from it. */
class UnreliableLog extends InMemoryIndexLog {
  failure: Error | null = null;
  passagesRead = 0;

  override async read(collectionId: string, afterSeq: number, limit: number) {
    if (this.failure) throw this.failure;
    return super.read(collectionId, afterSeq, limit);
  }

  override async *passages(versionId: string) {
    for await (const batch of super.passages(versionId)) {
      this.passagesRead += batch.length;
      yield batch;
    }
  }
}

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

/** What every implementation of `SearchIndex` promises. `start` brings up whatever it needs. */
export function describeSearchIndex(name: string, start: () => Promise<IndexUnderTest>): void {
  describe(name, () => {
    let implementation: IndexUnderTest;
    let log: UnreliableLog;
    let collections = 0;
    const opened: SearchIndex[] = [];

    const newCollection = (): void => {
      collections++;
      log = new UnreliableLog(7);
    };
    const open = async (options: Partial<OpenRequest> = {}): Promise<SearchIndex> => {
      const collectionId = `00000000-0000-4000-8000-${String(collections).padStart(12, '0')}`;
      const index = await implementation.open({ collectionId, log, embedder: EMBEDDER, ...options });
      opened.push(index);
      return index;
    };

    beforeAll(async () => {
      implementation = await start();
    });
    afterAll(() => implementation.stop());
    beforeEach(newCollection);
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((index) => index.close()));
    });

    it('confines a search to versions, and to headings in any case and width', async () => {
      const index = await open();
      log.add('a1', [
        below(1, ''),
        below(2, 'Leave'),
        below(3, 'Leave > Sick days'),
        below(4, '50% > Leave it'),
      ]);
      await index.waitFor(log.add('b1', [below(5, 'Ｌｅａｖｅ'), below(6, '休暇 > 50%')]), LONG);
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
      await index.waitFor(log.add('a2', [below(7, 'Leave')], 'a1'), LONG);
      expect(await within({ heading: 'leave' })).toEqual([5, 7]);
    });

    it('finds what the log has added, by words and by embedding, and says who took part', async () => {
      const index = await open();
      await index.waitFor(log.add('a', [passage(1), passage(2)]), LONG);
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
      const index = await open();
      await index.waitFor(0, LONG);
      expect(await index.search({ query: 'x', embedding: ANY_DIRECTION, k: 5 })).toMatchObject({
        hits: [],
        coverage: 0,
      });
    });

    it('notices that the log has grown, told or not', async () => {
      const index = await open();
      await index.waitFor(log.add('a', [passage(1)]), LONG);
      log.add('b', [passage(2)]);
      while (index.status.applied < 2) await setTimeout(5);
      expect(await byWords(index)).toEqual([1, 2]);
      log.add('c', [passage(3)]);
      index.notify();
      while (index.status.applied < 3) await setTimeout(5);
      expect(await byEmbedding(index)).toEqual([1, 2, 3]);
    });

    it('refuses to search before the log has been followed to its end', async () => {
      log.add('a', passages(1, 300));
      const index = await open();
      if (!index.status.ready) {
        await expect(byWords(index)).rejects.toMatchObject({ code: 'index_unavailable', retryable: true });
      }
      await index.waitFor(1, LONG);
      expect(await byWords(index)).toHaveLength(300);
    });

    it('shows no deleted passage once it has reached the position of the deletion', async () => {
      const index = await open();
      log.add('a', passages(1, 30));
      await index.waitFor(log.add('b', passages(101, 5)), LONG);
      await index.waitFor(log.remove('a'), LONG);
      expect(await byWords(index)).toEqual([101, 102, 103, 104, 105]);
      expect(await byEmbedding(index)).toEqual([101, 102, 103, 104, 105]);
      expect((await index.search({ query: 'number7', embedding: null, k: 5 })).hits).toEqual([]);
      expect(index.status).toMatchObject({ versions: 1, passages: 5 });
    });

    it('shows a replaced version or the one in its place, whole, and never both or neither', async () => {
      const index = await open();
      await index.waitFor(log.add('a1', passages(1, 20)), LONG);
      const seq = log.add('a2', passages(1000, 400), 'a1');
      index.notify();
      const seen = new Set<number>();
      while (index.status.applied < seq) {
        seen.add((await byWords(index)).length);
        seen.add((await byEmbedding(index)).length);
        await setImmediate();
      }
      for (const count of seen) expect([20, 400]).toContain(count);
      expect(await byWords(index)).toHaveLength(400);
      expect(await byEmbedding(index)).toHaveLength(400);
    });

    it('starts again from what it saved, and reads only what came after it', async () => {
      const first = await open();
      log.add('a', passages(1, 40));
      log.add('b', passages(101, 10));
      await first.waitFor(log.remove('b'), LONG);
      await first.writeSnapshot();
      await first.close();
      const seq = log.add('d', passages(201, 5));
      log.passagesRead = 0;
      const second = await open();
      await second.waitFor(seq, LONG);
      expect(log.passagesRead).toBe(5);
      const expected = [...passages(1, 40), ...passages(201, 5)].map(({ id }) => id);
      expect(await byWords(second)).toEqual(expected);
      expect(await byEmbedding(second)).toEqual(expected);
    });

    it('builds anew when what it saved belongs to another history of the log', async () => {
      const before = await open();
      log.add('a', passages(1, 5));
      await before.waitFor(log.add('b', passages(11, 5)), LONG);
      await before.writeSnapshot();
      await before.close();
      log = new UnreliableLog();
      log.add('x', [passage(77)]);
      log.add('y', [passage(78)]);
      const after = await open();
      await after.waitFor(2, LONG);
      expect(await byWords(after)).toEqual([77, 78]);
      expect(await byEmbedding(after)).toEqual([77, 78]);
    });

    it('is followed by two at a time without either missing or doubling anything', async () => {
      const [first, second] = [await open(), await open()];
      for (let version = 0; version < 12; version++) {
        const seq = log.add(
          `v${version}`,
          passages(1 + version * 10, 3),
          version < 6 ? undefined : `v${version - 6}`,
        );
        first.notify();
        second.notify();
        if (version % 4 === 3) await Promise.all([first.waitFor(seq, LONG), second.waitFor(seq, LONG)]);
      }
      const expected = [6, 7, 8, 9, 10, 11].flatMap((version) => [1, 2, 3].map((n) => version * 10 + n));
      for (const index of [first, second]) {
        expect(await byWords(index)).toEqual(expected);
        expect(await byEmbedding(index)).toEqual(expected);
      }
    });

    it('tells those who wait why the log cannot be read, and recovers by itself', async () => {
      const index = await open();
      await index.waitFor(log.add('a', [passage(1)]), LONG);
      log.failure = new Error('connection refused');
      const seq = log.add('b', [passage(2)]);
      index.notify();
      while (index.status.error === null) await setTimeout(5);
      await expect(index.waitFor(seq, { timeoutMs: 1 })).rejects.toMatchObject({
        code: 'index_unavailable',
        retryable: true,
        message: expect.stringContaining('connection refused'),
      });
      expect(await byWords(index)).toEqual([1]);
      log.failure = null;
      await index.waitFor(seq, LONG);
      expect(await byWords(index)).toEqual([1, 2]);
      expect(index.status.error).toBeNull();
    });

    it('lets go those who wait when they give up, and when it is closed', async () => {
      const index = await open();
      await index.waitFor(0, LONG);
      const giveUp = new AbortController();
      const abandoned = index.waitFor(99, { ...LONG, signal: giveUp.signal });
      const waiting = index.waitFor(99, LONG).catch((error: unknown) => error);
      giveUp.abort();
      await expect(abandoned).rejects.toMatchObject({ code: 'cancelled' });
      await index.close();
      expect(await waiting).toMatchObject({ code: 'index_unavailable' });
      await expect(index.waitFor(0, LONG)).rejects.toMatchObject({ code: 'index_unavailable' });
      await expect(byWords(index)).rejects.toMatchObject({ code: 'index_unavailable' });
    });

    it('refuses an embedding of another size, and finds a zero vector by its words only', async () => {
      const index = await open();
      await index.waitFor(
        log.add('a', [passage(1), { ...passage(2), embedding: new Float32Array(DIMENSIONS) }]),
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
      const first = await open();
      const second = await open({ embedder: other, log: otherLog });
      await first.waitFor(log.add('a', [passage(1), passage(2)]), LONG);
      await second.waitFor(seq, LONG);
      expect(await byEmbedding(first)).toEqual([1, 2]);
      expect(await found(second, '', Float32Array.of(1, 0, 0))).toEqual([1]);
    });

    it('ranks passages with the exact code before those with its pieces, whatever the embedding says', async () => {
      const index = await open();
      const exact = passage(3, `${'other words about something else '.repeat(20)} ＰＰＲ－９０８７`);
      const pieces = [passage(1, 'error PPR-9088 of model 9087'), passage(2, 'error PPR-9086, error 9087')];
      await index.waitFor(log.add('a', [...pieces, exact]), LONG);
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
            newCollection();
            const index = await open();
            log.add('gone', [passage(1000, 'safety 安全'), passage(1001, 'helmets and visitors')]);
            const kept = texts.map((text, at) => passage(at + 1, text));
            const versions = { first: kept.slice(0, 9), second: kept.slice(9) };
            log.add('first', versions.first);
            log.add('second', versions.second);
            await index.waitFor(log.remove('gone'), LONG);
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

    it('always shows exactly what the log says at the position reached: whole versions, none twice', async () => {
      type Change = { kind: 'upload' | 'delete' | 'snapshot' | 'restart'; document: number; size: number };
      const change: fc.Arbitrary<Change> = fc.record({
        kind: fc.constantFrom('upload', 'upload', 'upload', 'delete', 'snapshot', 'restart'),
        document: fc.nat(3),
        size: fc.integer({ min: 1, max: 12 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
          newCollection();
          const live = new Map<number, { versionId: string; ids: number[] }>();
          const idsNow = (): number[] => [...live.values()].flatMap(({ ids }) => ids).sort((a, b) => a - b);
          /** What searches must see at each position of the log. */
          const contents = new Map<number, number[]>([[0, []]]);
          let head = 0;
          let nextId = 1;
          let index = await open();
          /** A search sees the position reached before it, after it, or one in between. */
          const look = async (search: (index: SearchIndex) => Promise<number[]>): Promise<void> => {
            if (!index.status.ready) return;
            const from = index.status.applied;
            const seen = await search(index);
            const possible = [...contents].filter(([seq]) => seq >= from).map(([, ids]) => ids);
            expect(possible).toContainEqual(seen);
          };
          for (const { kind, document, size } of changes) {
            const old = live.get(document);
            if (kind === 'upload') {
              const added = passages(nextId, size);
              nextId += size;
              live.set(document, { versionId: `v${nextId}`, ids: added.map(({ id }) => id) });
              head = log.add(`v${nextId}`, added, old?.versionId);
            } else if (kind === 'delete' && old) {
              live.delete(document);
              head = log.remove(old.versionId);
            } else if (kind === 'snapshot') {
              await index.waitFor(head, LONG);
              await index.writeSnapshot();
            } else if (kind === 'restart') {
              await index.close();
              index = await open();
            }
            contents.set(head, idsNow());
            index.notify();
            for (let turn = 0; turn < size % 4; turn++) {
              await look(turn % 2 === 0 ? byWords : byEmbedding);
              await setImmediate();
            }
          }
          await index.waitFor(head, LONG);
          expect(await byWords(index)).toEqual(idsNow());
          expect(await byEmbedding(index)).toEqual(idsNow());
          expect(index.status).toMatchObject({
            versions: live.size,
            passages: idsNow().length,
            applied: head,
          });
          await index.close();
        }),
        { numRuns: 15 },
      );
    });
  });
}

/** The implementation that others are compared with. */
export async function startMemoryIndex(): Promise<IndexUnderTest> {
  const snapshotFolder = await mkdtemp(join(tmpdir(), 'kotae-index-'));
  return {
    open: (request) => IndexReplica.open({ ...request, snapshotFolder, pollMs: 5 }),
    stop: () => rm(snapshotFolder, { recursive: true, force: true }),
  };
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
