import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KotaeClient, KotaeError } from '#client';
import { CuttingProxy } from '../../support/cutting-proxy.js';
import { createKey } from '../../support/api-keys.js';
import { until } from '../../support/until.js';
import { RunningApi } from '../api/support/running-api.js';

let api: RunningApi;
let proxy: CuttingProxy;
let kotae: KotaeClient;
beforeAll(async () => {
  api = await RunningApi.start();
  proxy = await CuttingProxy.to(api.url);
  kotae = new KotaeClient({ url: `${proxy.url}/`, retry: { firstWaitMs: 5 } });
});
afterAll(async () => {
  await proxy?.stop();
  await api?.stop();
});

const failure = (call: Promise<unknown>): Promise<KotaeError> =>
  call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => {
      expect(error).toBeInstanceOf(KotaeError);
      return error as KotaeError;
    },
  );

describe('the client’s calls', () => {
  it('make, change, list and delete collections', async () => {
    await kotae.collections.create({ name: 'law', description: 'Contracts' });
    expect(await kotae.collections.change('law', { description: null })).toMatchObject({ description: null });
    const { items } = await kotae.collections.list();
    expect(items.map(({ name }) => name).sort()).toEqual(['default', 'law']);
    await kotae.collections.delete('law');
    expect((await failure(kotae.collections.get('law'))).code).toBe('collection_not_found');
  });

  it('walk through every page of a list', async () => {
    for (const word of ['one', 'two', 'three']) await kotae.questions.ask({ question: word });
    const two = await kotae.questions.list({ limit: 2 });
    expect(two.items.map(({ question }) => question)).toEqual(['three', 'two']);
    const all: string[] = [];
    for await (const { question } of kotae.questions.all()) all.push(question);
    expect(all).toEqual(['three', 'two', 'one']);
  });

  it('begin a conversation, list it, read it and delete it', async () => {
    const { conversation_id: id } = await kotae.questions.ask({ question: 'First?', conversation_id: 'new' });
    if (id === null) throw new Error('no conversation');
    const listed = [];
    for await (const conversation of kotae.conversations.all()) listed.push(conversation.id);
    expect(listed).toEqual([id]);
    expect(await kotae.conversations.get(id)).toMatchObject({ title: 'First?', turns: 1 });
    await kotae.conversations.delete(id);
    expect((await failure(kotae.conversations.get(id))).code).toBe('conversation_not_found');
  });

  it('tell what is wrong with a request, place by place', async () => {
    const error = await failure(kotae.questions.ask({ question: '', max_tokens: 0 }));
    expect(error).toMatchObject({ code: 'invalid_request', status: 400, retryable: false });
    expect(error.fields.map(({ path }) => path).sort()).toEqual(['max_tokens', 'question']);
    expect(error.requestId).toMatch(/^urn:kotae:request:/);
  });

  it('tell what keeps the service from working', async () => {
    await kotae.ready();
    await api.worker.hide();
    const once = new KotaeClient({ url: proxy.url, retry: { tries: 1 } });
    const error = await until('the service to miss its worker', () =>
      once.ready().then(
        () => null,
        (error: KotaeError) => error,
      ),
    );
    await api.worker.report();
    expect(error).toMatchObject({ code: 'service_unavailable', status: 503, retryAfterMs: 5000 });
    expect(error.fields.map(({ path }) => path)).toContain('worker:ingest');
  });

  it('send the API key', async () => {
    const key = await createKey(api.databaseUrl, 'client');
    const { id } = await new KotaeClient({ url: api.url, apiKey: key }).questions.ask({ question: 'Mine?' });
    expect((await failure(kotae.questions.get(id))).code).toBe('question_not_found');
    const wrong = new KotaeClient({ url: api.url, apiKey: 'kt_wrong' });
    expect(await failure(wrong.models())).toMatchObject({ code: 'unauthenticated', status: 401 });
    expect(() => new KotaeClient({ url: api.url, apiKey: 'kt_…' })).toThrow(/placeholder/);
  });

  it('end at once when the caller aborts', async () => {
    const reason = new Error('no longer wanted');
    await expect(kotae.models(AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('a connection that breaks off', () => {
  it('is made again for calls that may be repeated, also in the middle of an answer', async () => {
    proxy.refuse(2);
    await kotae.collections.list();
    proxy.cutAfter(250);
    expect((await kotae.collections.list()).items).toHaveLength(1);
  });

  it('does not make a question twice', async () => {
    const before = (await kotae.questions.list()).items.length;
    proxy.cutAfter(1);
    const { id } = await kotae.questions.ask({ question: 'Only once?' });
    const { items } = await kotae.questions.list();
    expect(items[0]?.id).toBe(id);
    expect(items).toHaveLength(before + 1);
  });

  it('is told about when a call must not be repeated', async () => {
    proxy.cut();
    proxy.refuse(1);
    const error = await failure(kotae.collections.create({ name: 'unsure' }));
    expect(error).toMatchObject({ code: 'unreachable', status: null, retryable: true });
    expect(error.message).toBe(`Kotae does not answer at ${proxy.url}.`);
  });

  it('is given up after some tries', async () => {
    proxy.cut();
    const before = proxy.connections;
    proxy.refuse(4);
    expect((await failure(kotae.models())).code).toBe('unreachable');
    expect(proxy.connections - before).toBe(4);
  });
});

describe('something else than Kotae at the address', () => {
  let server: Server;
  const answers: [number, string][] = [];
  beforeAll(async () => {
    server = createServer((_, response) => {
      const [status, body] = answers.shift() ?? [200, '{"items":[],"next_cursor":null}'];
      response.writeHead(status, { 'Retry-After': '0', 'Content-Type': 'application/json' }).end(body);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(() => server?.close());
  const there = (): KotaeClient => {
    const { port } = server.address() as AddressInfo;
    return new KotaeClient({ url: `http://127.0.0.1:${port}`, retry: { firstWaitMs: 5 } });
  };

  it('is named as such', async () => {
    answers.push([404, '<html>nginx</html>']);
    const error = await failure(there().models());
    expect(error).toMatchObject({ code: 'unexpected_response', status: 404 });
    expect(error.message).toContain('is not Kotae');
  });

  it('is asked again while a proxy says that the service is away', async () => {
    answers.push([502, 'Bad gateway'], [503, 'Unavailable'], [504, 'Timeout']);
    expect((await there().models()).items).toEqual([]);
    expect(answers).toEqual([]);
  });
});
