import { dataSourceOptions } from '#database';
import type { EmbedderChangeView, SearchView } from '#contracts';
import { DataSource } from 'typeorm';
import { Kotae } from '../support/kotae.js';
import { tinyBert } from '../support/tiny-models.js';
import { until } from '../support/until.js';

jest.setTimeout(240_000);

interface CollectionEmbedder {
  current: { id: string } | null;
  change: EmbedderChangeView | null;
  available: { id: string }[];
  hint: string | null;
}

const EMBEDDER = '/v1/collections/default/embedder';
const PARAGRAPHS = 120;

/** A document of many passages about its topic. */
function handbook(topic: string): string {
  const paragraph = (n: number) =>
    `## ${topic} ${n}\n\nRule ${n} on ${topic}: ${'every person asks the office before it begins. '.repeat(6)}`;
  return Array.from({ length: PARAGRAPHS }, (_, n) => paragraph(n)).join('\n\n');
}

const vectorModel = ({ retrievers }: SearchView) => retrievers.find(({ name }) => name === 'vector')?.model;

describe("changing a collection's embedder", () => {
  let kotae: Kotae;
  let db: DataSource;
  const model = tinyBert();

  beforeAll(async () => {
    kotae = await Kotae.start({ worker: { KOTAE_EMBEDDER: model } });
    db = await new DataSource(dataSourceOptions(kotae.databaseUrl, 'spec')).initialize();
  });
  afterAll(async () => {
    await db?.destroy();
    await kotae.stop();
  });

  const state = () => kotae.client.expect<CollectionEmbedder>('GET', EMBEDDER);
  const change = (json: object) => kotae.client.request<EmbedderChangeView>('PUT', EMBEDDER, { json });
  const ended = (status: string) =>
    until(`the change to be ${status}`, async () => {
      const { change } = await state();
      return change?.status === status ? change : null;
    });
  const upload = async (name: string, text: string) => {
    const { id } = await kotae.client.upload(name, text);
    await kotae.client.ready(id);
    return id;
  };
  /** Ids of the embedders that have made a vector which is kept. */
  const stored = async () => {
    const rows: { id: string }[] = await db.query(
      'select distinct embedder_id as id from passage_embeddings order by 1',
    );
    return rows.map(({ id }) => id);
  };

  it('loses no search, upload or deletion, though the worker dies in the middle', () =>
    kotae.explained(async () => {
      // The collection begins with the built-in embedder.
      const [learned] = kotae.workers;
      const plain = await kotae.startWorker({ KOTAE_EMBEDDER: '' });
      await kotae.killWorker(learned);
      await upload('leave.md', handbook('leave'));
      await upload('travel.md', handbook('travel'));
      const doomed = await upload('doomed.md', handbook('expenses'));
      const before = await until('the killed worker to be forgotten', async () => {
        const now = await state();
        return now.hint === null ? now : null;
      });
      expect(before.current?.id).toMatch(/^hashed-/);
      expect(before.change).toBeNull();
      expect(await change({ embedder: 'bert-tiny' })).toMatchObject({
        status: 409,
        body: { code: 'embedder_mismatch', detail: expect.stringContaining('KOTAE_EMBEDDER') },
      });

      await kotae.startWorker();
      await kotae.killWorker(plain);
      const id = await until('the new embedder', async () => {
        const { available } = await state();
        return available.find((one) => one.id.startsWith('bert-tiny'))?.id;
      });
      await until('the hint', async () =>
        (await state()).hint?.includes(`PUT ${EMBEDDER} {"embedder": "${id}"}`),
      );

      const enough = new AbortController();
      const failed: unknown[] = [];
      const models: (string | undefined)[] = [];
      const searches = (async () => {
        for (let n = 0; !enough.signal.aborted; n++) {
          await kotae.client.search(n % 2 === 0 ? 'rules on leave' : '休暇 rule travel').then(
            (found) => (found.results.length === 0 ? failed.push(found) : models.push(vectorModel(found))),
            (error: unknown) => failed.push(error),
          );
        }
      })();

      // A second worker goes on answering while the first one is killed.
      const first = kotae.worker;
      const second = await kotae.startWorker({ KOTAE_ROLES: 'answer' });
      expect(await change({ embedder: id.split('@')[0] })).toMatchObject({
        status: 202,
        body: { embedder: { id }, from: before.current?.id, status: 'embedding', swap: 'automatic' },
      });
      await until('some passages to be embedded', async () => {
        const { change } = await state();
        return (change?.progress.done ?? 0) > 0 || change?.status === 'done';
      });
      const atKill = (await state()).change;
      await kotae.killWorker(first);
      await kotae.client.expect('DELETE', `/v1/documents/${doomed}`);
      const late = await kotae.client.upload('late.md', handbook('parking'));
      await kotae.startWorker();
      await kotae.client.ready(late.id);
      const done = await ended('done');
      expect(atKill?.status === 'done' || done.progress.done >= (atKill?.progress.done ?? 0)).toBe(true);

      // Both workers follow, each by itself.
      await until('every search to use the new embedder', async () => {
        const found = await Promise.all(
          Array.from({ length: 8 }, () => kotae.client.search('parking rule 7')),
        );
        return found.every((one) => vectorModel(one) === id);
      });
      enough.abort();
      await searches;
      expect(failed).toEqual([]);
      expect(new Set(models)).toEqual(new Set([before.current?.id, id]));

      const { results } = await kotae.client.search('expenses rule 7', 20);
      expect(results.map(({ document }) => document)).not.toContain('doomed.md');
      const parking = await kotae.client.search('Rule 7 on parking', 3);
      expect(parking.results[0]).toMatchObject({ document: 'late.md' });
      expect(parking.results[0]?.scores.vector).toBeDefined();
      await until('the old embeddings to be gone', async () => (await stored()).join() === id);
      expect(await state()).toMatchObject({ current: { id } });
      expect(second.exit).toBeNull();
    }));

  it('waits to be told, shows what both embedders find, and can be given up', () =>
    kotae.explained(async () => {
      const { current } = await state();
      const wanted = { embedder: 'hashed-ngrams-512', swap: 'manual' };
      expect((await change(wanted)).status).toBe(202);
      const { comparison } = await ended('ready');
      expect(comparison).toMatchObject({ queries: 'passages', sample: expect.any(Number) });
      expect(comparison!.overlap_at_10).toBeGreaterThan(0);
      expect(comparison!.overlap_at_10).toBeLessThanOrEqual(1);
      expect(comparison!.found_at_10?.after).toBeGreaterThan(0.5);
      expect(vectorModel(await kotae.client.search('leave'))).toBe(current?.id);
      expect(await change({ embedder: current?.id })).toMatchObject({
        status: 409,
        body: { code: 'conflict' },
      });

      await kotae.client.expect('DELETE', EMBEDDER);
      await until('its embeddings to be gone', async () => (await stored()).join() === current?.id);
      expect(await state()).toMatchObject({ current, change: { status: 'cancelled' } });
      expect((await kotae.client.request('POST', `${EMBEDDER}/swap`)).status).toBe(409);

      expect((await change(wanted)).status).toBe(202);
      await ended('ready');
      await kotae.client.expect('POST', `${EMBEDDER}/swap`);
      await ended('done');
      await until('searches to use it', async () =>
        vectorModel(await kotae.client.search('leave'))?.startsWith('hashed-'),
      );
    }));
});
