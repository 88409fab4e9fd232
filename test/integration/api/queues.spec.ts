import { randomUUID } from 'node:crypto';
import { answerQueues, QUEUE_PREFIX, SEARCH_QUEUE } from '#contracts';
import { Queue } from 'bullmq';
import { createKey } from '../../support/api-keys.js';
import { RunningApi } from './support/running-api.js';

const html = { Accept: 'text/html' };

/** A request as a browser makes it: redirects are seen, not followed. */
const open = (url: string, headers: Record<string, string> = html, method = 'GET'): Promise<Response> =>
  fetch(url, { method, headers, redirect: 'manual' });

describe('the queue board, with keys', () => {
  let api: RunningApi;
  let key: string;
  beforeAll(async () => {
    api = await RunningApi.start({
      keyless: false,
      beforeStart: async (url) => {
        key = await createKey(url, 'ops', 'admin');
      },
    });
  }, 60_000);
  afterAll(() => api?.stop());

  const signIn = async (): Promise<string> => {
    const reply = await api.client.withKey(key).request('POST', '/v1/queues/sessions');
    expect(reply).toMatchObject({ status: 201, body: { board: '/queues/' } });
    return reply.headers.get('set-cookie') ?? '';
  };

  it('sends strangers to the page, and their programs away', async () => {
    for (const headers of [html, { ...html, Cookie: 'kotae_board=forged' }]) {
      const reply = await open(`${api.url}/queues/`, headers);
      expect([reply.status, reply.headers.get('location')]).toEqual([303, '/admin/workers']);
    }
    const reply = await open(`${api.url}/queues/api/queues`, { Accept: 'application/json' });
    expect([reply.status, await reply.json()]).toMatchObject([401, { code: 'unauthenticated' }]);
  });

  it('opens for an admin, in that browser alone, for the board alone', async () => {
    const cookie = await signIn();
    expect(cookie).toMatch(/^kotae_board=[\w-]{43}; /);
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/queues']) expect(cookie).toContain(part);
    const Cookie = cookie.split(';', 1)[0] ?? '';
    const page = await open(`${api.url}/queues/`, { ...html, Cookie });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('__UI_CONFIG__');
    expect((await open(`${api.url}/v1/keys`, { Cookie })).status).toBe(401);
  });

  it('closes with the key', async () => {
    const made = await api.client
      .withKey(key)
      .expect<{ id: string; key: string }>('POST', '/v1/keys', { json: { name: 'gone', scope: 'admin' } });
    const reply = await api.client.withKey(made.key).request('POST', '/v1/queues/sessions');
    const Cookie = reply.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    expect((await open(`${api.url}/queues/`, { ...html, Cookie })).status).toBe(200);
    await api.client.withKey(key).expect('DELETE', `/v1/keys/${made.id}`);
    expect((await open(`${api.url}/queues/`, { ...html, Cookie })).status).toBe(303);
  });
});

describe('the queue board, on this machine', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await RunningApi.start();
  }, 60_000);
  afterAll(() => api?.stop());

  it('shows every queue, and what runs in it, but not what people search for', async () => {
    const search = new Queue(SEARCH_QUEUE, { connection: { url: api.redis.url }, prefix: QUEUE_PREFIX });
    await search.add('search', { query: 'a secret wish', k: 3, minSeq: 0 }, { delay: 60_000 });
    await search.close();
    const reply = await open(`${api.url}/queues/api/queues?activeQueue=search&page=1`, {});
    const { queues } = (await reply.json()) as { queues: { name: string; readOnlyMode: boolean }[] };
    expect(queues.map(({ name }) => name).sort()).toEqual([
      'answer',
      'answer-quarantine',
      'answer-quarantine@extractive',
      'answer@extractive',
      'embed',
      'ingest',
      'ingest-quarantine',
      'model-catalogue',
      'model-pull',
      'search',
    ]);
    expect(queues.every(({ readOnlyMode }) => readOnlyMode)).toBe(true);
    const jobs = JSON.stringify(queues);
    expect(jobs).toContain('"minSeq":0');
    expect(jobs).not.toContain('secret wish');
  });

  it('shows questions that wait for a model, also when its workers are away', async () => {
    const { shared: name } = answerQueues('some/model');
    const queue = new Queue(name, { connection: { url: api.redis.url }, prefix: QUEUE_PREFIX });
    const waiting = await queue.add('answer', { questionId: randomUUID() });
    const counted = async (): Promise<{ name: string; waiting: number }[]> =>
      (await api.client.expect<{ items: { name: string; waiting: number }[] }>('GET', '/v1/queues')).items;
    expect(await counted()).toContainEqual(expect.objectContaining({ name, waiting: 1 }));
    const reply = await open(`${api.url}/queues/api/queues`, {});
    const { queues } = (await reply.json()) as { queues: { name: string }[] };
    expect(queues.map((shown) => shown.name)).toContain(name);
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    expect(metrics).toContain(`kotae_queue_jobs{queue="${name}",state="queued"} 1`);
    await waiting.remove();
    await queue.close();
    expect((await counted()).map((shown) => shown.name)).not.toContain(name);
  });

  it('can only be looked at', async () => {
    for (const [method, path] of [
      ['PUT', 'answer/pause'],
      ['PUT', 'answer/clean/completed'],
      ['POST', 'answer/add'],
    ]) {
      const reply = await open(`${api.url}/queues/api/queues/${path}`, {}, method);
      expect([reply.status, await reply.json()]).toMatchObject([403, { code: 'forbidden' }]);
    }
  });

  it('asks nobody else for anything', async () => {
    const page = await (await open(`${api.url}/queues/`)).text();
    expect(page).not.toMatch(/https?:\/\//);
    const assets = [...page.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(([, path]) => path);
    expect(assets.length).toBeGreaterThan(3);
    for (const path of assets) expect((await open(`${api.url}/queues/${path}`, {})).status).toBe(200);
  });

  it('is closed to pages of other sites', async () => {
    const reply = await open(`${api.url}/queues/`, { ...html, 'Sec-Fetch-Site': 'cross-site' });
    expect(reply.status).toBe(303);
  });
});
