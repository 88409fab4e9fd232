import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import type { IndexedPassage } from '#contracts';
import { InMemoryIndexLog } from './in-memory-index-log.js';
import { IndexReplica } from './index-replica.js';
import type { ReplicaOptions } from './replica-options.js';

const DIMENSIONS = 8;
const EMBEDDER = { id: 'test-embedder', dimensions: DIMENSIONS };
const LONG = { timeoutMs: 30_000 };
const ANY_DIRECTION = Float32Array.from({ length: DIMENSIONS }, (_, axis) => Math.cos(axis));

/** Passages share one word, so that a search can list them all; embeddings depend on the id alone. */
const passage = (id: number): IndexedPassage => ({
  id,
  searchText: `everywhere number${id}`,
  heading: '',
  embedding: Float32Array.from({ length: DIMENSIONS }, (_, axis) => Math.sin(id * 12.9898 + axis * 78.233)),
});
const passages = (first: number, count: number): IndexedPassage[] =>
  Array.from({ length: count }, (_, offset) => passage(first + offset));

const found = async (
  replica: IndexReplica,
  query: string,
  embedding: Float32Array | null,
): Promise<number[]> => {
  const { hits } = await replica.search({ query, embedding, k: 100_000 });
  return hits.map(({ passageId }) => passageId).sort((a, b) => a - b);
};
const byWords = (replica: IndexReplica) => found(replica, 'everywhere', null);
const byEmbedding = (replica: IndexReplica) => found(replica, '', ANY_DIRECTION);

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

jest.setTimeout(60_000);

describe('IndexReplica', () => {
  let folder: string;
  let log: UnreliableLog;
  let warnings: string[];
  const opened: IndexReplica[] = [];

  const open = async (options: Partial<ReplicaOptions> = {}): Promise<IndexReplica> => {
    const replica = await IndexReplica.open({
      collectionId: 'c',
      log,
      embedder: EMBEDDER,
      snapshotFolder: folder,
      pollMs: 5,
      logger: { log: () => undefined, warn: (message) => warnings.push(message) },
      ...options,
    });
    opened.push(replica);
    return replica;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kotae-replica-'));
    log = new UnreliableLog(7);
    warnings = [];
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((replica) => replica.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('finds what the log has added, by words and by embedding, and says who took part', async () => {
    const replica = await open();
    await replica.waitFor(log.add('a', [passage(1), passage(2)]), LONG);
    const { hits, retrievers, coverage } = await replica.search({
      query: 'number2',
      embedding: passage(2).embedding,
      k: 1,
    });
    expect(hits).toEqual([
      {
        passageId: 2,
        score: expect.closeTo(2 / 61),
        scores: { lexical: expect.any(Number), vector: expect.closeTo(1) },
        codes: 1,
      },
    ]);
    expect(coverage).toBeGreaterThan(0.9);
    expect(retrievers).toEqual([
      { name: 'lexical', model: 'bm25-words-bigrams', weight: 1 },
      { name: 'vector', model: 'test-embedder', weight: 1 },
    ]);
  });

  it('notices that the log has grown without being told', async () => {
    const replica = await open();
    await replica.waitFor(log.add('a', [passage(1)]), LONG);
    log.add('b', [passage(2)]);
    while (replica.status.applied < 2) await setImmediate();
    expect(await byWords(replica)).toEqual([1, 2]);
  });

  it('answers from an empty log', async () => {
    const replica = await open();
    await replica.waitFor(0, LONG);
    expect(await replica.search({ query: 'x', embedding: ANY_DIRECTION, k: 5 })).toMatchObject({
      hits: [],
      coverage: 0,
    });
  });

  it('knows from a snapshot under which headings passages stand', async () => {
    const first = await open();
    const written = [1, 2, 3].map((id) => ({ ...passage(id), heading: id === 2 ? 'Leave > Sick days' : '' }));
    await first.waitFor(log.add('a', written), LONG);
    await first.writeSnapshot();
    const second = await open();
    await second.waitFor(1, LONG);
    const filter = { heading: 'sick' };
    const { hits } = await second.search({ query: 'everywhere', embedding: null, k: 9, filter });
    expect(hits.map(({ passageId }) => passageId)).toEqual([2]);
  });

  it('refuses to search before the log has been followed to its end', async () => {
    log.add('a', passages(1, 50));
    const replica = await open();
    expect(replica.status.ready).toBe(false);
    await expect(byWords(replica)).rejects.toMatchObject({ code: 'index_unavailable', retryable: true });
    await expect(replica.writeSnapshot()).rejects.toMatchObject({ code: 'index_unavailable' });
    await replica.waitFor(1, LONG);
    expect(replica.status).toMatchObject({ applied: 1, ready: true, versions: 1, passages: 50, error: null });
  });

  it('tells those who wait why the log cannot be read, and recovers by itself', async () => {
    const replica = await open();
    await replica.waitFor(log.add('a', [passage(1)]), LONG);
    log.failure = new Error('connection refused');
    const seq = log.add('b', [passage(2)]);
    replica.notify();
    while (replica.status.error === null) await setImmediate();
    await expect(replica.waitFor(seq, { timeoutMs: 1 })).rejects.toMatchObject({
      code: 'index_unavailable',
      retryable: true,
      message: expect.stringContaining('connection refused'),
    });
    expect(await byWords(replica)).toEqual([1]);
    log.failure = null;
    await replica.waitFor(seq, LONG);
    expect(await byWords(replica)).toEqual([1, 2]);
    expect(replica.status.error).toBeNull();
  });

  it('lets go those who wait when they give up, and when it is closed', async () => {
    const replica = await open();
    const giveUp = new AbortController();
    const abandoned = replica.waitFor(99, { ...LONG, signal: giveUp.signal });
    const waiting = replica.waitFor(99, LONG);
    giveUp.abort();
    await expect(abandoned).rejects.toMatchObject({ code: 'cancelled' });
    await expect(replica.waitFor(99, { ...LONG, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    const turnedAway = waiting.catch((error: unknown) => error);
    await replica.close();
    expect(await turnedAway).toMatchObject({ code: 'index_unavailable' });
    await expect(replica.waitFor(0, LONG)).rejects.toMatchObject({ code: 'index_unavailable' });
    await expect(byWords(replica)).rejects.toMatchObject({ code: 'index_unavailable' });
  });

  it('closes in the middle of a large document', async () => {
    const replica = await open();
    log.add('a', passages(1, 3000));
    replica.notify();
    while (log.passagesRead === 0) await setImmediate();
    await replica.close();
    expect(log.passagesRead).toBeLessThan(3000);
  });

  it('lets the event loop turn while a large document goes in, which stays unseen until it is whole', async () => {
    const replica = await open();
    await replica.waitFor(log.add('a1', passages(1, 20)), LONG);
    const seq = log.add('a2', passages(1000, 800), 'a1');
    replica.notify();
    const seen = new Set<number>();
    let turns = 0;
    while (replica.status.applied < seq) {
      const both = await Promise.all([byWords(replica), byEmbedding(replica)]);
      for (const { length } of both) seen.add(length);
      turns++;
      await setImmediate();
    }
    expect([...seen]).toEqual([20]);
    expect(turns).toBeGreaterThan(3);
    expect(await byWords(replica)).toHaveLength(800);
    expect(await byEmbedding(replica)).toHaveLength(800);
  });

  it('starts from a snapshot and reads only what came after it', async () => {
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
    expect(warnings).toEqual([]);
    await second.waitFor(log.remove('a'), LONG);
    expect(await byWords(second)).toEqual([201, 202, 203, 204, 205]);
  });

  it('searches while a snapshot is written, and takes up changes afterwards', async () => {
    const replica = await open();
    await replica.waitFor(log.add('a', passages(1, 200)), LONG);
    const written = replica.writeSnapshot();
    const seq = log.add('b', [passage(500)], 'a');
    replica.notify();
    expect(await byWords(replica)).toHaveLength(200);
    await expect(written).resolves.toContain(folder);
    await replica.waitFor(seq, LONG);
    expect(await byWords(replica)).toEqual([500]);
  });

  it('writes no second snapshot of the same position, also when another replica wrote the first', async () => {
    const replica = await open();
    await replica.waitFor(0, LONG);
    expect(await replica.writeSnapshot()).toBeNull();
    await replica.waitFor(log.add('a', [passage(1)]), LONG);
    expect(await replica.writeSnapshot()).toEqual(expect.any(String));
    expect(await replica.writeSnapshot()).toBeNull();
    const other = await open();
    await other.waitFor(log.add('b', [passage(2)]), LONG);
    await replica.waitFor(2, LONG);
    expect(await other.writeSnapshot()).toEqual(expect.any(String));
    expect(await replica.writeSnapshot()).toBeNull();
  });

  it('builds anew when the snapshot belongs to another history of the log', async () => {
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
    expect(warnings.join()).toContain('does not continue in the change log');
    await after.writeSnapshot();
    await after.close();
    log.passagesRead = 0;
    await (await open()).waitFor(2, LONG);
    expect(log.passagesRead).toBe(0);
  });

  it('gives the room of removed passages back, and finds the rest', async () => {
    const replica = await open();
    log.add('a', passages(1, 600));
    log.add('b', passages(1001, 300));
    await replica.waitFor(2, LONG);
    await replica.waitFor(log.remove('a'), LONG);
    await replica.waitFor(log.add('d', passages(2001, 10)), LONG);
    expect(await byEmbedding(replica)).toEqual(
      [...passages(1001, 300), ...passages(2001, 10)].map(({ id }) => id),
    );
  });

  it('always shows exactly what the log says at the position reached: whole versions, none twice', async () => {
    type Change = { kind: 'upload' | 'delete' | 'snapshot' | 'restart'; document: number; size: number };
    const change: fc.Arbitrary<Change> = fc.record({
      kind: fc.constantFrom('upload', 'upload', 'upload', 'delete', 'snapshot', 'restart'),
      document: fc.nat(3),
      size: fc.integer({ min: 1, max: 12 }),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
        log = new UnreliableLog(7);
        const collectionId = `run-${run++}`;
        const live = new Map<number, { versionId: string; ids: number[] }>();
        const idsNow = (): number[] => [...live.values()].flatMap(({ ids }) => ids).sort((a, b) => a - b);
        /** What searches must see at each position of the log. */
        const contents = new Map<number, number[]>([[0, []]]);
        const seen: unknown[] = [];
        const expected: unknown[] = [];
        let head = 0;
        let nextId = 1;
        let replica = await open({ collectionId });
        const look = async (): Promise<void> => {
          const { ready, applied } = replica.status;
          if (!ready) return;
          const [words, embeddings] = await Promise.all([byWords(replica), byEmbedding(replica)]);
          seen.push({ applied, words, embeddings });
          const ids = contents.get(applied);
          expected.push({ applied, words: ids, embeddings: ids });
        };
        const apply = async ({ kind, document, size }: Change): Promise<void> => {
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
            await replica.waitFor(head, LONG);
            await replica.writeSnapshot();
          } else if (kind === 'restart') {
            await replica.close();
            replica = await open({ collectionId });
          }
          contents.set(head, idsNow());
        };
        for (const next of changes) {
          await apply(next);
          replica.notify();
          for (let turn = 0; turn < next.size; turn++) {
            await look();
            await setImmediate();
          }
        }
        await replica.waitFor(head, LONG);
        await look();
        expect(seen).toEqual(expected);
        expect(replica.status).toMatchObject({
          versions: live.size,
          passages: idsNow().length,
          applied: head,
        });
        await replica.close();
      }),
      { numRuns: 25 },
    );
  });
});
