import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import {
  anyChanges,
  byEmbedding,
  byWords,
  EMBEDDER,
  LogHistory,
  LONG,
  passage,
  passages,
  UnreliableLog,
} from '../../../../test/support/search-index/fixtures.js';
import { IndexReplica } from './index-replica.js';
import type { ReplicaOptions } from './replica-options.js';

jest.setTimeout(60_000);

/** What every index promises is in the contract; here is what only the one in memory does. */
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
    let run = 0;
    await fc.assert(
      fc.asyncProperty(anyChanges, async (changes) => {
        log = new UnreliableLog(7);
        const history = new LogHistory(log);
        const collectionId = `run-${run++}`;
        const seen: unknown[] = [];
        const expected: unknown[] = [];
        let replica = await open({ collectionId });
        const look = async (): Promise<void> => {
          const { ready, applied } = replica.status;
          if (!ready) return;
          const [words, embeddings] = await Promise.all([byWords(replica), byEmbedding(replica)]);
          seen.push({ applied, words, embeddings });
          const ids = history.contents.get(applied);
          expected.push({ applied, words: ids, embeddings: ids });
        };
        for (const change of changes) {
          history.apply(change);
          if (change.kind === 'snapshot') {
            await replica.waitFor(history.head, LONG);
            await replica.writeSnapshot();
          } else if (change.kind === 'restart') {
            await replica.close();
            replica = await open({ collectionId });
          }
          replica.notify();
          for (let turn = 0; turn < change.size; turn++) {
            await look();
            await setImmediate();
          }
        }
        await replica.waitFor(history.head, LONG);
        await look();
        expect(seen).toEqual(expected);
        expect(replica.status).toMatchObject(history.status);
        await replica.close();
      }),
      { numRuns: 25 },
    );
  });
});
