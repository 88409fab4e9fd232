import type { KeyView } from '#contracts';
import { createKey } from '../../support/api-keys.js';
import type { KotaeClient } from '../../support/kotae-client.js';
import { until } from '../../support/until.js';
import { RunningApi } from './support/running-api.js';

let api: RunningApi;
let user: KotaeClient;
let admin: KotaeClient;
beforeAll(async () => {
  let keys: string[] = [];
  api = await RunningApi.start({
    keyless: false,
    timings: { keyCache: 200 },
    beforeStart: async (url) => {
      keys = [await createKey(url, 'user'), await createKey(url, 'ops', 'admin')];
    },
  });
  [user, admin] = keys.map((key) => api.client.withKey(key)) as [KotaeClient, KotaeClient];
}, 60_000);
afterAll(() => api?.stop());

const list = async (): Promise<KeyView[]> =>
  (await admin.expect<{ items: KeyView[] }>('GET', '/v1/keys')).items;

describe('keys over HTTP', () => {
  it('tells every caller who it is', async () => {
    expect(await user.expect('GET', '/v1/keys/current')).toMatchObject({ name: 'user', scope: 'use' });
    expect(await admin.expect('GET', '/v1/keys/current')).toMatchObject({ name: 'ops', scope: 'admin' });
    expect((await api.client.request('GET', '/v1/keys/current')).status).toBe(401);
  });

  it.each([
    ['GET', '/v1/keys'],
    ['POST', '/v1/keys'],
    ['DELETE', '/v1/keys/00000000-0000-4000-8000-000000000000'],
    ['GET', '/v1/workers'],
    ['POST', '/v1/queues/sessions'],
  ])('keep %s %s to those who run the installation', async (method, path) => {
    const json = method === 'POST' ? { name: 'mine', scope: 'admin' } : undefined;
    expect(await user.request(method, path, { json })).toMatchObject({
      status: 403,
      body: { code: 'forbidden', detail: expect.stringContaining('--scope admin') },
    });
    expect((await list()).map(({ name }) => name)).toEqual(['user', 'ops']);
  });

  it('are made, shown once, listed without their secret, and revoked', async () => {
    const made = await admin.expect<KeyView & { key: string }>('POST', '/v1/keys', {
      json: { name: ' 経理の機械 ' },
    });
    expect(made).toMatchObject({ name: '経理の機械', scope: 'use', last_used_at: null, revoked_at: null });
    const other = api.client.withKey(made.key);
    await other.expect('GET', '/v1/collections');

    const listed = (await list()).find(({ id }) => id === made.id);
    expect(listed).toMatchObject({ name: '経理の機械', prefix: made.prefix });
    expect(JSON.stringify(listed)).not.toContain(made.key.split('_')[2]);

    expect((await admin.request('DELETE', `/v1/keys/${made.id}`)).status).toBe(204);
    await until('the key to stop working', async () => {
      return (await other.request('GET', '/v1/collections')).status === 401;
    });
    expect((await list()).find(({ id }) => id === made.id)?.revoked_at).not.toBeNull();
    expect(await admin.request('DELETE', `/v1/keys/${made.id}`)).toMatchObject({ status: 404 });
  });

  it('refuse a name that is none, and a scope that does not exist', async () => {
    for (const json of [{}, { name: ' ' }, { name: 'a\nb' }, { name: 'a', scope: 'root' }]) {
      expect(await admin.request('POST', '/v1/keys', { json })).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      });
    }
  });

  it('cannot revoke themselves', async () => {
    const { id } = await admin.expect<{ id: string }>('GET', '/v1/keys/current');
    expect(await admin.request('DELETE', `/v1/keys/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    await admin.expect('GET', '/v1/keys');
  });
});
