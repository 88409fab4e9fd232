import type { SearchView } from '#contracts';
import { CollectionsRepository, DocumentsRepository } from '#database';
import type { Problem } from '../../../apps/api/src/http/problem.js';
import { until } from '../../support/until.js';
import { RunningApi } from './support/running-api.js';

let api: RunningApi;
beforeAll(async () => {
  api = await RunningApi.start({ timings: { search: 1500 } });
}, 60_000);
afterAll(() => api?.stop());

const search = (json: unknown, collection = 'default') =>
  api.client.request<SearchView & Partial<Problem>>('POST', `/v1/collections/${collection}/search`, { json });

const found: SearchView = {
  results: [
    {
      passage_id: 7,
      document_id: '00000000-0000-4000-8000-000000000000',
      document: '手引き.pdf',
      version: 1,
      page: 3,
      heading: '第1章',
      text: '休暇は二十日です。',
      start: 10,
      end: 19,
      score: 0.5,
      scores: { lexical: 3.2 },
    },
  ],
  retrievers: [{ name: 'lexical', model: 'bm25-words-bigrams', weight: 1 }],
};

describe('searching', () => {
  it('brings back what the worker found', async () => {
    api.worker.search = () => Promise.resolve(found);
    const { status, body } = await search({ query: ' 休暇 ' });
    expect(status).toBe(200);
    expect(body).toEqual(found);
    const { id } = await api.app.get(CollectionsRepository).byName('default');
    expect(api.worker.searches.at(-1)).toEqual({ collectionId: id, query: '休暇', k: 10, minSeq: 0 });
  });

  it('hands a filter on, and refuses one that cannot be meant', async () => {
    api.worker.search = () => Promise.resolve(found);
    const filter = { documents: ['手引き.pdf'], heading: '第1章', tags: ['人事'], from: '2024-01-01' };
    expect((await search({ query: 'x', filter })).status).toBe(200);
    expect(api.worker.searches.at(-1)).toMatchObject({ filter });
    const refused = [
      { tags: [] },
      { documents: [] },
      { heading: ' ' },
      { from: '2024-13-01' },
      { from: '2024-02-01', to: '2024-01-31' },
      { tag: ['x'] },
    ];
    for (const wrong of refused) expect((await search({ query: 'x', filter: wrong })).status).toBe(400);
  });

  it('makes the worker see every change before it', async () => {
    const { id } = await api.client.upload('seen.md', 'x');
    const { versionId } = await api.app.get(DocumentsRepository).get(id);
    await api.worker.ingest(versionId, 'x');
    await search({ query: 'x', k: 1 });
    const added = api.worker.searches.at(-1)?.minSeq ?? 0;
    expect(added).toBeGreaterThan(0);
    await api.client.expect('DELETE', `/v1/documents/${id}`);
    await search({ query: 'x', k: 1 });
    expect(api.worker.searches.at(-1)?.minSeq).toBeGreaterThan(added);
  });

  it('serves many at once, each its own', async () => {
    api.worker.search = (job) =>
      Promise.resolve({ results: [], retrievers: [{ name: 'lexical', model: job.query, weight: 1 }] });
    const queries = Array.from({ length: 40 }, (_, i) => `query ${i}`);
    const replies = await Promise.all(queries.map((query) => search({ query })));
    expect(replies.map(({ body }) => body.retrievers[0]?.model)).toEqual(queries);
  });

  it('passes on a failure that the worker foresaw, and hides any other', async () => {
    api.worker.search = () =>
      Promise.reject(new Error(JSON.stringify({ code: 'embedder_mismatch', message: 'Another embedder.' })));
    expect((await search({ query: 'x' })).body).toMatchObject({
      status: 409,
      code: 'embedder_mismatch',
      detail: 'Another embedder.',
    });
    api.worker.search = () => Promise.reject(new Error('secret path /etc/kotae'));
    const { status, body } = await search({ query: 'x' });
    expect([status, body.code]).toEqual([503, 'index_unavailable']);
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('gives up on a worker that does not answer', async () => {
    api.worker.search = () => new Promise(() => undefined);
    const { status, body, headers } = await search({ query: 'x' });
    expect([status, body.code]).toEqual([503, 'worker_unavailable']);
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
  });

  it('says at once that no worker is there', async () => {
    await api.worker.hide();
    // What was known of workers is good for a second.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const searches = api.worker.searches.length;
    const { status, body } = await search({ query: 'x' });
    expect([status, body.code]).toEqual([503, 'worker_unavailable']);
    expect(api.worker.searches).toHaveLength(searches);
    await api.worker.report();
  });

  it('is not possible while Redis is away, which it says', async () => {
    api.worker.search = () => Promise.resolve(found);
    await until('a worker', async () => (await search({ query: 'x' })).status === 200);
    await api.redis.shutDown();
    const { status, body } = await search({ query: 'x' });
    expect([status, body.code]).toEqual([503, 'service_unavailable']);
    await api.redis.restart();
  });
});
