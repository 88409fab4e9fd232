import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKey } from '../../support/api-keys.js';
import { Kotae } from '../../support/kotae.js';
import { LocalHub } from '../../support/local-hub.js';
import { until } from '../../support/until.js';

jest.setTimeout(300_000);

interface Pull {
  model: string;
  status: string;
  progress: { phase: string; done_bytes: number; total_bytes: number | null; worker: string } | null;
  error: { code: string; message: string } | null;
}
interface Listed {
  id: string;
  kind: string;
  installed: boolean;
  plan: { usable_bytes: number; needed_bytes: number | null; short: object | null } | null;
}

/** Entries whose file nobody but the hub vouches for, so that any GGUF will do. */
const MINI = 'phi-3-mini-128k-instruct-q4-k-m';
const MEDIUM = 'phi-3-medium-4k-instruct-q4-k-m';
const served = (name: string): string => `bartowski/${name}-GGUF/resolve/main/${name}-Q4_K_M.gguf`;
const MINI_FILE = served('Phi-3.1-mini-128k-instruct');
const MEDIUM_FILE = served('Phi-3-medium-4k-instruct');
/** Of this one the catalogue knows size and hash. */
const KNOWN = 'phi-3.1-mini-4k-instruct-q4-k-m';
const content = Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(3_000_000, 'model bytes ')]);

let kotae: Kotae;
let hub: LocalHub;
beforeAll(async () => {
  hub = await LocalHub.start();
  hub.serve(MINI_FILE, { content });
  hub.serve(MEDIUM_FILE, { content });
  // Never started with what is pulled here, which is no model.
  kotae = await Kotae.start({ worker: { KOTAE_GENERATORS: 'extractive', HF_ENDPOINT: hub.url } });
});
afterAll(async () => {
  await kotae?.stop();
  await hub?.stop();
});

const pulls = async (): Promise<Pull[]> =>
  (await kotae.client.expect<{ items: Pull[] }>('GET', '/v1/models/pulls')).items;
const pull = async (model: string): Promise<Pull | undefined> =>
  (await pulls()).find((each) => each.model === model);
const listed = async (model: string): Promise<Listed | undefined> =>
  (await kotae.client.expect<{ items: Listed[] }>('GET', '/v1/models/catalogue')).items.find(
    ({ id }) => id === model,
  );
const start = (model: string) => kotae.client.request<Pull>('POST', '/v1/models/pulls', { json: { model } });
const stop = (model: string) => kotae.client.request('DELETE', `/v1/models/pulls/${model}`);
const ranges = (file: string): (string | null)[] =>
  hub.requests.flatMap(({ origin, path, range }) => (origin === 'cdn' && path === `/${file}` ? [range] : []));
const ended = (model: string): Promise<Pull> =>
  until(`the end of the pull of ${model}`, async () => {
    const found = await pull(model);
    return found && ['done', 'failed', 'cancelled'].includes(found.status) ? found : null;
  });
/** Waits until so much of a model has arrived, and returns its pull. */
const arrived = (model: string, bytes: number): Promise<Pull> =>
  until(`${bytes} bytes of ${model}`, async () => {
    const found = await pull(model);
    return found?.status === 'running' && (found.progress?.done_bytes ?? 0) >= bytes ? found : null;
  });
const inFolder = (file: string): Promise<Buffer> =>
  readFile(join(kotae.dataDir, 'models', file.split('/').at(-1)!));

describe('models that are pulled through the API', () => {
  it('lists the catalogue, with a plan for the machine of the worker', async () => {
    const mini = await listed(MINI);
    expect(mini).toMatchObject({ kind: 'generator', installed: false });
    expect(mini?.plan?.usable_bytes).toBeGreaterThan(0);
    expect(mini?.plan?.short === null).toBe(mini?.plan?.needed_bytes === null);
    expect(await listed('bge-m3-q8-0')).toMatchObject({ kind: 'embedder', plan: null, recommended: true });
  });

  it('is for admins alone', async () => {
    const user = kotae.client.withKey(await createKey(kotae.databaseUrl, 'reception'));
    for (const [method, path] of [
      ['GET', '/v1/models/catalogue'],
      ['GET', '/v1/models/pulls'],
      ['POST', '/v1/models/pulls'],
      ['DELETE', `/v1/models/pulls/${MINI}`],
    ] as const) {
      const json = method === 'POST' ? { model: MINI } : undefined;
      expect(await user.request(method, path, { json })).toMatchObject({ body: { code: 'forbidden' } });
    }
    expect(await pulls()).toEqual([]);
  });

  it('takes only names of the catalogue', async () => {
    const before = hub.requests.length;
    for (const model of ['gpt-5', 'hf:maker/model-GGUF/model.gguf', '../escape']) {
      expect(await start(model)).toMatchObject({ status: 404, body: { code: 'model_not_found' } });
    }
    expect(await stop('gpt-5')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await pulls()).toEqual([]);
    expect(hub.requests.length).toBe(before);
  });

  it('shows how far one has come, stops it, and goes on from there', async () => {
    hub.misbehave({ kind: 'stall', afterBytes: 1_000_000 });
    expect(await start(MINI)).toMatchObject({ status: 202, body: { model: MINI } });
    const halfway = await arrived(MINI, 1_000_000);
    expect(halfway.progress).toMatchObject({ phase: 'receive', total_bytes: content.length });
    expect(await start(MINI)).toMatchObject({ status: 202, body: { status: 'running' } });
    expect(ranges(MINI_FILE)).toHaveLength(1);

    expect((await stop(MINI)).status).toBe(204);
    expect(await ended(MINI)).toMatchObject({ status: 'cancelled', error: null });
    expect(await listed(MINI)).toMatchObject({ installed: false });

    expect((await start(MINI)).status).toBe(202);
    expect(await ended(MINI)).toMatchObject({ status: 'done', progress: { done_bytes: content.length } });
    expect(ranges(MINI_FILE)).toEqual([null, 'bytes=1000000-']);
    expect((await inFolder(MINI_FILE)).equals(content)).toBe(true);
    expect(await listed(MINI)).toMatchObject({ installed: true });
  });

  it('keeps why one has failed, until it is asked for again or dismissed', async () => {
    hub.serve(served('Phi-3.1-mini-4k-instruct'), { content });
    await start(KNOWN);
    expect(await ended(KNOWN)).toMatchObject({
      status: 'failed',
      error: { code: 'model_checksum_mismatch', message: expect.stringContaining('another file') },
    });
    expect((await stop(KNOWN)).status).toBe(204);
    expect(await pull(KNOWN)).toBeUndefined();

    hub.misbehave({ kind: 'status', status: 403 });
    await start(MEDIUM);
    expect(await ended(MEDIUM)).toMatchObject({ status: 'failed', error: { code: 'model_download_failed' } });
  });

  it('goes on with another worker when the one that fetches stops', async () => {
    hub.misbehave({ kind: 'stall', afterBytes: 2_000_000 });
    expect((await start(MEDIUM)).status).toBe(202);
    await arrived(MEDIUM, 2_000_000);
    await kotae.worker.stop();
    expect(await start(MEDIUM)).toMatchObject({ status: 503, body: { code: 'worker_unavailable' } });
    expect(await pull(MEDIUM)).toMatchObject({ status: 'waiting' });
    await kotae.startWorker();
    expect(await ended(MEDIUM)).toMatchObject({ status: 'done' });
    expect(ranges(MEDIUM_FILE).at(-1)).toBe('bytes=2000000-');
    expect((await inFolder(MEDIUM_FILE)).equals(content)).toBe(true);
  });
});
