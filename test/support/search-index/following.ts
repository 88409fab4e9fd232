import { setImmediate, setTimeout } from 'node:timers/promises';
import * as fc from 'fast-check';
import type { SearchIndex } from '#retrieval';
import {
  anyChanges,
  byEmbedding,
  byWords,
  LogHistory,
  LONG,
  passage,
  passages,
  UnreliableLog,
} from './fixtures.js';
import type { IndexesUnderTest } from './contract.js';

/** What is seen while the log grows, fails, and after a restart. */
export function describeFollowing(indexes: IndexesUnderTest): void {
  it('notices that the log has grown, told or not', async () => {
    const index = await indexes.open();
    await index.waitFor(indexes.log.add('a', [passage(1)]), LONG);
    indexes.log.add('b', [passage(2)]);
    while (index.status.applied < 2) await setTimeout(5);
    expect(await byWords(index)).toEqual([1, 2]);
    indexes.log.add('c', [passage(3)]);
    index.notify();
    while (index.status.applied < 3) await setTimeout(5);
    expect(await byEmbedding(index)).toEqual([1, 2, 3]);
  });

  it('refuses to search before the log has been followed to its end', async () => {
    indexes.log.add('a', passages(1, 300));
    const index = await indexes.open();
    if (!index.status.ready) {
      await expect(byWords(index)).rejects.toMatchObject({ code: 'index_unavailable', retryable: true });
    }
    await index.waitFor(1, LONG);
    expect(await byWords(index)).toHaveLength(300);
  });

  it('shows no deleted passage once it has reached the position of the deletion', async () => {
    const index = await indexes.open();
    indexes.log.add('a', passages(1, 30));
    await index.waitFor(indexes.log.add('b', passages(101, 5)), LONG);
    await index.waitFor(indexes.log.remove('a'), LONG);
    expect(await byWords(index)).toEqual([101, 102, 103, 104, 105]);
    expect(await byEmbedding(index)).toEqual([101, 102, 103, 104, 105]);
    expect((await index.search({ query: 'number7', embedding: null, k: 5 })).hits).toEqual([]);
    expect(index.status).toMatchObject({ versions: 1, passages: 5 });
  });

  it('shows a replaced version or the one in its place, whole, and never both or neither', async () => {
    const index = await indexes.open();
    await index.waitFor(indexes.log.add('a1', passages(1, 20)), LONG);
    const seq = indexes.log.add('a2', passages(1000, 400), 'a1');
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
    const first = await indexes.open();
    indexes.log.add('a', passages(1, 40));
    indexes.log.add('b', passages(101, 10));
    await first.waitFor(indexes.log.remove('b'), LONG);
    await first.writeSnapshot();
    await first.close();
    const seq = indexes.log.add('d', passages(201, 5));
    indexes.log.passagesRead = 0;
    const second = await indexes.open();
    await second.waitFor(seq, LONG);
    expect(indexes.log.passagesRead).toBe(5);
    const expected = [...passages(1, 40), ...passages(201, 5)].map(({ id }) => id);
    expect(await byWords(second)).toEqual(expected);
    expect(await byEmbedding(second)).toEqual(expected);
  });

  it('builds anew when what it saved belongs to another history of the log', async () => {
    const before = await indexes.open();
    indexes.log.add('a', passages(1, 5));
    await before.waitFor(indexes.log.add('b', passages(11, 5)), LONG);
    await before.writeSnapshot();
    await before.close();
    indexes.log = new UnreliableLog();
    indexes.log.add('x', [passage(77)]);
    indexes.log.add('y', [passage(78)]);
    const after = await indexes.open();
    await after.waitFor(2, LONG);
    expect(await byWords(after)).toEqual([77, 78]);
    expect(await byEmbedding(after)).toEqual([77, 78]);
  });

  it('is followed by two at a time without either missing or doubling anything', async () => {
    const [first, second] = [await indexes.open(), await indexes.open()];
    for (let version = 0; version < 12; version++) {
      const seq = indexes.log.add(
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
    const index = await indexes.open();
    await index.waitFor(indexes.log.add('a', [passage(1)]), LONG);
    indexes.log.failure = new Error('connection refused');
    const seq = indexes.log.add('b', [passage(2)]);
    index.notify();
    while (index.status.error === null) await setTimeout(5);
    await expect(index.waitFor(seq, { timeoutMs: 1 })).rejects.toMatchObject({
      code: 'index_unavailable',
      retryable: true,
      message: expect.stringContaining('connection refused'),
    });
    expect(await byWords(index)).toEqual([1]);
    indexes.log.failure = null;
    await index.waitFor(seq, LONG);
    expect(await byWords(index)).toEqual([1, 2]);
    expect(index.status.error).toBeNull();
  });

  it('lets go those who wait when they give up, and when it is closed', async () => {
    const index = await indexes.open();
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

  it('always shows exactly what the log says at the position reached: whole versions, none twice', async () => {
    await fc.assert(
      fc.asyncProperty(anyChanges, async (changes) => {
        indexes.newCollection();
        const history = new LogHistory(indexes.log);
        let index = await indexes.open();
        /** A search sees the position reached before it, after it, or one in between. */
        const look = async (search: (index: SearchIndex) => Promise<number[]>): Promise<void> => {
          if (!index.status.ready) return;
          const from = index.status.applied;
          const seen = await search(index);
          const possible = [...history.contents].filter(([seq]) => seq >= from).map(([, ids]) => ids);
          expect(possible).toContainEqual(seen);
        };
        for (const change of changes) {
          history.apply(change);
          if (change.kind === 'snapshot') {
            await index.waitFor(history.head, LONG);
            await index.writeSnapshot();
          } else if (change.kind === 'restart') {
            await index.close();
            index = await indexes.open();
          }
          index.notify();
          for (let turn = 0; turn < change.size % 4; turn++) {
            await look(turn % 2 === 0 ? byWords : byEmbedding);
            await setImmediate();
          }
        }
        await index.waitFor(history.head, LONG);
        expect(await byWords(index)).toEqual(history.ids);
        expect(await byEmbedding(index)).toEqual(history.ids);
        expect(index.status).toMatchObject(history.status);
        await index.close();
      }),
      { numRuns: 15 },
    );
  });
}
