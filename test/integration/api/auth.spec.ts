import { dataSourceOptions, KeysRepository } from '#database';
import { DataSource } from 'typeorm';
import { createApp } from '../../../apps/api/src/create-app.js';
import { defaultTimings } from '../../../apps/api/src/config.js';
import { until } from '../../support/until.js';
import { createTestDatabase, startRedis } from '../../support/services.js';
import { rawRequest, sendRaw } from './support/raw-http.js';
import { RunningApi } from './support/running-api.js';

async function withKeys<T>(databaseUrl: string, use: (keys: KeysRepository) => Promise<T>): Promise<T> {
  const db = await new DataSource(dataSourceOptions(databaseUrl, 'spec', 1)).initialize();
  try {
    return await use(new KeysRepository(db));
  } finally {
    await db.destroy();
  }
}

describe('with keys', () => {
  let api: RunningApi;
  let keyA: { id: string; key: string; prefix: string };
  let keyB: { id: string; key: string; prefix: string };
  beforeAll(async () => {
    api = await RunningApi.start({
      keyless: false,
      timings: { keyCache: 200 },
      beforeStart: (databaseUrl) =>
        withKeys(databaseUrl, async (keys) => {
          keyA = await keys.create('a');
          keyB = await keys.create('b');
        }),
    });
  }, 60_000);
  afterAll(() => api?.stop());

  const status = async (authorization: string | undefined): Promise<number> => {
    const headers: Record<string, string> =
      authorization === undefined ? {} : { Authorization: authorization };
    return (await api.client.request('GET', '/v1/collections', { headers })).status;
  };

  it('lets in whoever has one, and nobody else', async () => {
    expect(await status(`Bearer ${keyA.key}`)).toBe(200);
    expect(await status(`bearer ${keyA.key}`)).toBe(200);
    const forged = `${keyA.key.slice(0, -1)}${keyA.key.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of [
      undefined,
      '',
      'Bearer',
      `Basic ${keyA.key}`,
      `Bearer ${forged}`,
      'Bearer kt_000000000000_x',
    ]) {
      expect(await status(wrong)).toBe(401);
    }
  });

  it('says how to get in', async () => {
    const reply = await api.client.request('GET', '/v1/questions');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    expect(reply.body).toMatchObject({
      code: 'unauthenticated',
      detail: expect.stringContaining('npm run keys'),
    });
  });

  it('keeps everybody’s questions to themselves', async () => {
    const [a, b] = [api.client.withKey(keyA.key), api.client.withKey(keyB.key)];
    const id = await a.ask({ question: 'Mine?' }, { 'Idempotency-Key': 'same' });
    expect((await a.question(id)).id).toBe(id);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/events'],
      ['DELETE', ''],
    ]) {
      const reply = await b.request(String(method), `/v1/questions/${id}${path}`);
      expect(reply.status).toBe(404);
    }
    expect((await b.expect<{ items: unknown[] }>('GET', '/v1/questions')).items).toEqual([]);
    expect(await b.ask({ question: 'Mine too?' }, { 'Idempotency-Key': 'same' })).not.toBe(id);
  });

  it('shuts out a revoked key within seconds', async () => {
    const made = await withKeys(api.databaseUrl, (keys) => keys.create('c'));
    expect(await status(`Bearer ${made.key}`)).toBe(200);
    await withKeys(api.databaseUrl, (keys) => keys.revoke(made.prefix));
    await until('the key to stop working', async () => (await status(`Bearer ${made.key}`)) === 401);
    expect(await status(`Bearer ${keyA.key}`)).toBe(200);
  });

  it('needs none for health and documentation', async () => {
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/docs']) {
      expect((await fetch(api.url + path)).status).toBe(200);
    }
  });
});

describe('without keys, on this machine', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await RunningApi.start();
  }, 60_000);
  afterAll(() => api?.stop());

  const call = async (headers: Record<string, string>): Promise<number> => {
    const reply = await sendRaw(api.url, rawRequest('GET /v1/collections', headers));
    return reply.status;
  };

  it('lets in local callers', async () => {
    for (const Host of ['localhost', 'localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST:1']) {
      expect(await call({ Host })).toBe(200);
    }
    expect(await call({ Host: 'localhost:3000', Origin: 'http://localhost:3000' })).toBe(200);
  });

  it('shuts out pages whose name was bound to this machine', async () => {
    for (const Host of ['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io:3000', '192.168.1.5']) {
      expect(await call({ Host })).toBe(403);
    }
  });

  it('shuts out pages of other origins, and what comes through a proxy', async () => {
    const Host = 'localhost:3000';
    for (const Origin of ['https://evil.example', 'http://localhost:5173', 'null']) {
      expect(await call({ Host, Origin })).toBe(403);
    }
    expect(await call({ Host, 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
    expect(await call({ Host, 'X-Forwarded-For': '203.0.113.9' })).toBe(403);
  });

  it('still refuses a key that is wrong', async () => {
    expect(await call({ Authorization: 'Bearer kt_wrong' })).toBe(401);
  });

  it('takes what OpenAI’s clients send where no key is needed for no key', async () => {
    expect(await call({ Authorization: 'Bearer none needed' })).toBe(200);
    expect(await call({ Authorization: 'Bearer sk-x', Origin: 'https://evil.example' })).toBe(403);
    expect(await call({ Authorization: 'Basic eDp5' })).toBe(401);
  });
});

describe('starting where everybody could call', () => {
  it('is refused until there is a key', async () => {
    const [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
    const config = {
      host: '0.0.0.0',
      port: 0,
      databaseUrl: database.url,
      redisUrl: redis.url,
      originals: { KOTAE_S3_STYLE: 'path' },
      originalsFolder: '/nonexistent',
      pageFolder: '/nonexistent',
      maxUploadBytes: 1,
      keyless: false,
      logFormat: 'text',
      timings: defaultTimings,
    } as const;
    try {
      await expect(createApp(config, [])).rejects.toThrow('npm run keys -- create');
      const made = await withKeys(database.url, (keys) => keys.create('first'));
      const app = await createApp(config, []);
      await app.close();
      await withKeys(database.url, (keys) => keys.revoke(made.id));
      await expect(createApp(config, [])).rejects.toThrow('npm run keys -- create');
    } finally {
      await redis.stop();
      await database.drop();
    }
  }, 60_000);
});
