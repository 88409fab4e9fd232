import { randomBytes } from 'node:crypto';
import type { DocumentView } from '#contracts';
import { DocumentsRepository } from '#database';
import type { Problem } from '../../../apps/api/src/http/problem.js';
import { until } from '../../support/until.js';
import { EventLog } from './support/event-log.js';
import { rawRequest, sendRaw } from './support/raw-http.js';
import { RunningApi } from './support/running-api.js';

let api: RunningApi;
beforeAll(async () => {
  api = await RunningApi.start();
}, 60_000);
afterAll(() => api?.stop());

const get = (id: string): Promise<DocumentView> => api.client.expect('GET', `/v1/documents/${id}`);
const versionIdOf = async (id: string): Promise<string> =>
  (await api.app.get(DocumentsRepository).get(id)).versionId;
const follow = (id: string): Promise<EventLog> => EventLog.open(`${api.url}/v1/documents/${id}/events`);

/** A document that a worker has read. */
async function ready(name: string, text: string): Promise<DocumentView> {
  const document = await api.client.upload(name, text);
  await api.worker.ingest(await versionIdOf(document.id), text);
  return get(document.id);
}

describe('a document', () => {
  it('shows how it is read, and ends its stream when it is ready', async () => {
    const { id } = await api.client.upload('followed.md', '# Followed');
    const log = await follow(id);
    await log.has(1, 'status');
    await api.worker.ingest(await versionIdOf(id), '# Followed');
    await log.end();
    const seen = [...log.data<DocumentView>('status'), ...log.data<DocumentView>('done')];
    expect(seen[0]).toMatchObject({ id, status: 'queued' });
    expect(log.types().at(-1)).toBe('done');
    expect(seen.at(-1)).toEqual(await get(id));
    expect(seen.at(-1)).toMatchObject({ status: 'ready', ready_version: 1, media_type: 'text/markdown' });
    expect(new Set(seen.map((view) => JSON.stringify(view))).size).toBe(seen.length);
  });

  it('ends its stream at once when it is ready already', async () => {
    const { id } = await ready('ready.md', 'x');
    const log = await follow(id);
    await log.end();
    expect(log.types()).toEqual(['done']);
  });

  it('tells how many of its pictures nobody could read', async () => {
    expect(await ready('all-read.md', 'x')).toMatchObject({ unread_pictures: 0 });
    const { id, unread_pictures } = await api.client.upload('pictures.md', 'words');
    expect(unread_pictures).toBeNull();
    await api.worker.ingest(await versionIdOf(id), 'words', 3);
    expect(await get(id)).toMatchObject({ status: 'ready', unread_pictures: 3 });
  });

  it('answers with its old version until the new one is ready', async () => {
    const { id } = await ready('versions.md', 'one');
    await api.client.upload('versions.md', 'two!');
    expect(await get(id)).toMatchObject({ status: 'queued', version: 2, ready_version: 1 });
    const text = (query: string) =>
      api.client.request<{ text: string }>('GET', `/v1/documents/${id}/text${query}`);
    expect((await text('')).body).toEqual({ text: 'one', start: 0, end: 3, length: 3, version: 1 });
    expect((await text('?version=2')).status).toBe(404);
    await api.worker.ingest(await versionIdOf(id), 'two!');
    expect((await text('')).body).toMatchObject({ text: 'two!', version: 2 });
    expect((await text('?version=1')).body).toMatchObject({ text: 'one', version: 1 });
  });

  it('fails with a reason, and can be tried again', async () => {
    const { id } = await api.client.upload('broken.pdf', '%PDF-broken');
    const versionId = await versionIdOf(id);
    const error = { code: 'document_corrupt', message: 'The file is damaged. Export it again.' } as const;
    await api.worker.failIngest(versionId, error);
    expect(await get(id)).toMatchObject({ status: 'failed', error });
    const log = await follow(id);
    await log.end();
    expect(log.data<DocumentView>('done')).toMatchObject([{ status: 'failed', error }]);

    const retried = await api.client.request<DocumentView>('POST', `/v1/documents/${id}/retry`);
    expect(retried.status).toBe(202);
    expect(retried.body).toMatchObject({ id, status: 'queued', version: 1, error: null });
    await until('a second job', () => api.worker.ingestJobs.filter((job) => job === versionId).length === 2);
    const again = await api.client.request<Problem>('POST', `/v1/documents/${id}/retry`);
    expect([again.status, again.body.code]).toEqual([409, 'conflict']);
  });

  it('is tried again when the same bytes come after a failure', async () => {
    const { id } = await api.client.upload('again.pdf', 'bytes');
    await api.worker.failIngest(await versionIdOf(id), { code: 'document_corrupt', message: 'Damaged.' });
    expect(await api.client.upload('again.pdf', 'bytes')).toMatchObject({
      id,
      status: 'queued',
      version: 1,
      unchanged: false,
    });
  });
});

describe('the text of a document', () => {
  const text = '日本語 and 🎌 emoji.\nSecond line.';
  let id: string;
  beforeAll(async () => {
    ({ id } = await ready('text.md', text));
  });
  const read = (query: string) =>
    api.client.request<{ text: string; start: number; end: number; length: number }>(
      'GET',
      `/v1/documents/${id}/text${query}`,
    );

  it('is cut by UTF-16 offsets, as citations count', async () => {
    const { body } = await read('?start=8&end=10');
    expect(body).toEqual({ text: text.slice(8, 10), start: 8, end: 10, length: text.length, version: 1 });
  });

  it('is clipped to what there is', async () => {
    expect((await read('?start=5&end=99999')).body).toMatchObject({ text: text.slice(5), end: text.length });
    expect((await read('?start=99999')).body).toMatchObject({
      text: '',
      start: text.length,
      end: text.length,
    });
    expect((await read('?start=9&end=3')).body).toMatchObject({ text: '', start: 9, end: 9 });
  });

  it.each(['?start=-1', '?end=x', '?version=0', '?start=99999999999', '?from=1'])(
    'refuses %s',
    async (query) => {
      expect((await read(query)).status).toBe(400);
    },
  );
});

describe('the original of a document', () => {
  const bytes = randomBytes(70_000);
  const name = 'Überblick “第1章”.bin';
  let path: string;
  beforeAll(async () => {
    const { id } = await api.client.upload(name, new Uint8Array(bytes));
    path = `${api.url}/v1/documents/${id}/content`;
  });

  it('comes back byte for byte, as a harmless download', async () => {
    const response = await fetch(path);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': expect.stringMatching(/^attachment; /),
    });
    const encoded = encodeURIComponent(name);
    expect(response.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encoded}`);
  });

  it('comes in parts, and not again when it is known', async () => {
    const part = await fetch(path, { headers: { Range: 'bytes=10-19' } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true);
    const etag = part.headers.get('etag') ?? '';
    // fetch itself would ask for a fresh copy.
    const known = await sendRaw(path, rawRequest(`GET ${new URL(path).pathname}`, { 'If-None-Match': etag }));
    expect(known.status).toBe(304);
    const outside = await fetch(path, { headers: { Range: 'bytes=99999999-' } });
    expect(outside.status).toBe(400);
    expect(outside.headers.get('content-type')).toContain('application/problem+json');
  });

  it('is sent as HTML only in a cage', async () => {
    const { id } = await api.client.upload('page.html', '<script>alert(1)</script>');
    const response = await fetch(`${api.url}/v1/documents/${id}/content`);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
  });
});

describe('deleting a document', () => {
  it('takes it from everywhere, tells the workers, and ends its stream', async () => {
    const { id } = await api.client.upload('doomed.md', 'only here');
    const log = await follow(id);
    await log.has(1, 'status');
    const heard: string[] = [];
    const subscriber = api.redisClient.duplicate();
    await subscriber.subscribe('kotae:index');
    subscriber.on('message', (_channel, collection: string) => heard.push(collection));
    const reply = await api.client.request('DELETE', `/v1/documents/${id}`);
    expect([reply.status, reply.body]).toEqual([204, '']);
    for (const path of ['', '/text', '/content', '/events']) {
      expect((await api.client.request('GET', `/v1/documents/${id}${path}`)).status).toBe(404);
    }
    expect((await api.client.request('DELETE', `/v1/documents/${id}`)).status).toBe(404);
    await log.end();
    expect(log.data('error')).toMatchObject([{ code: 'document_not_found' }]);
    await until('the workers to hear it', () => heard.length > 0);
    subscriber.disconnect();
  });

  it('keeps bytes that another document still has', async () => {
    const [a, b] = [
      await api.client.upload('twin-a.md', 'twins'),
      await api.client.upload('twin-b.md', 'twins'),
    ];
    await api.client.expect('DELETE', `/v1/documents/${a.id}`);
    expect(await (await fetch(`${api.url}/v1/documents/${b.id}/content`)).text()).toBe('twins');
  });
});

describe('a collection', () => {
  it('is made, listed with the number of its documents, and deleted with them', async () => {
    const created = await api.client.request('POST', '/v1/collections', {
      json: { name: 'books', description: '本' },
    });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe('/v1/collections/books');
    const { id } = await api.client.upload('book.md', 'x', 'books');
    const { items } = await api.client.expect<{ items: { name: string; documents: number }[] }>(
      'GET',
      '/v1/collections',
    );
    expect(items.find(({ name }) => name === 'books')).toMatchObject({
      description: '本',
      documents: 1,
      embedder: null,
    });
    expect((await api.client.request('DELETE', '/v1/collections/books')).status).toBe(204);
    expect((await api.client.request('GET', '/v1/collections/books')).status).toBe(404);
    expect((await api.client.request('GET', `/v1/documents/${id}`)).status).toBe(404);
  });

  it('lists its documents by status, page by page', async () => {
    await api.client.expect('POST', '/v1/collections', { json: { name: 'shelf' } });
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.push((await api.client.upload(`b${i}.md`, `book ${i}`, 'shelf')).id);
    await api.worker.ingest(await versionIdOf(made[1] ?? ''), 'book 1');
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const path = `/v1/collections/shelf/documents?status=queued&limit=2${query}`;
      const page: { items: DocumentView[]; next_cursor: string | null } = await api.client.expect(
        'GET',
        path,
      );
      seen.push(...page.items.map((item) => item.id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(made.filter((_, i) => i !== 1));
  });

  it('lists those that a filter lets through, page by page', async () => {
    await api.client.expect('POST', '/v1/collections', { json: { name: 'binder' } });
    const at = '/v1/collections/binder/documents';
    const wiki = encodeURIComponent('https://wiki.example/hr/');
    for (const [name, query] of [
      ['a.md', 'tags=hr&tags=leave&date=2024-04-01'],
      ['b.md', `tags=hr&date=2025-04-01&source_url=${wiki}b`],
      ['c.md', `tags=hr&tags=leave&source_url=${wiki}c`],
      ['d.md', ''],
    ]) {
      await api.client.expect('PUT', `${at}/${name}?${query}`, { bytes: name! });
    }
    const names = async (query: string): Promise<string[]> => {
      const found: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const path = `${at}?limit=1&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`;
        const page: { items: DocumentView[]; next_cursor: string | null } = await api.client.expect(
          'GET',
          path,
        );
        found.push(...page.items.map(({ name }) => name));
        cursor = page.next_cursor;
      }
      return found;
    };
    expect(await names('tags=hr')).toEqual(['a.md', 'b.md', 'c.md']);
    expect(await names('tags=hr&tags=leave&status=queued')).toEqual(['a.md', 'c.md']);
    expect(await names('from=2024-04-01&to=2024-12-31')).toEqual(['a.md']);
    expect(await names(`source_url=${wiki}`)).toEqual(['b.md', 'c.md']);
    expect(await names(`source_url=${wiki}&from=2025-01-01`)).toEqual(['b.md']);
    expect((await api.client.request('GET', `${at}?tags=`)).status).toBe(400);
  });
});
