import { spawnSync } from 'node:child_process';
import type { Problem } from '../../../apps/api/src/http/problem.js';
import type { ServedModel } from '../../../apps/api/src/models/model-list.js';
import type { OpenApiDocument } from '../../../apps/api/src/openapi/build-document.js';
import { until } from '../../support/until.js';
import { RunningApi } from './support/running-api.js';

let api: RunningApi;
beforeAll(async () => {
  api = await RunningApi.start();
}, 60_000);
afterAll(() => api?.stop());

/** `ready`, or a problem. */
type Readiness = Omit<Partial<Problem>, 'status'> & { status: 'ready' | 503 };

const ready = async (): Promise<Readiness> => (await api.client.request<Readiness>('GET', '/readyz')).body;

describe('GET /v1/models', () => {
  it('lists what the living workers run, with how many of them do', async () => {
    const llama = {
      id: 'w2',
      roles: ['answer' as const],
      generator: {
        id: 'phi-3-mini-4k-instruct-q4',
        generator: 'llama' as const,
        lane: null,
        context_size: 4096,
        lanes: [{ name: 'short' as const, sequences: 8, contextSize: 4096 }],
      },
    };
    await api.worker.report(llama);
    await api.worker.report({ ...llama, id: 'w3' });
    await api.worker.report({ id: 'w4', roles: ['ingest'] });
    const items = await until('all workers', async () => {
      const list = await api.client.expect<{ items: ServedModel[] }>('GET', '/v1/models');
      return list.items.length === 2 && list.items;
    });
    expect(items).toMatchObject([
      {
        id: 'phi-3-mini-4k-instruct-q4',
        generator: 'llama',
        workers: 2,
        lanes: [{ name: 'short', sequences: 8, context_size: 4096 }],
      },
      { id: 'extractive', workers: 1, note: 'No model is installed.', retrievers: ['lexical', 'vector'] },
    ]);
  });
});

describe('health', () => {
  it('is ready when everything is there', async () => {
    expect(await (await fetch(`${api.url}/healthz`)).json()).toEqual({ status: 'ok' });
    await until('ready', async () => (await ready()).status === 'ready');
  });

  it('names the workers that are missing', async () => {
    for (const id of ['w1', 'w4']) await api.worker.hide(id);
    const problem = await until('not ready', async () => {
      const body = await ready();
      return body.status === 503 && body;
    });
    expect(problem).toMatchObject({ code: 'service_unavailable', errors: [{ path: 'worker:ingest' }] });
    await api.worker.report();
  });

  it('names Redis when it is away, and stays alive', async () => {
    await api.redis.shutDown();
    const problem = await until('not ready', async () => {
      const body = await ready();
      return body.status === 503 && body;
    });
    expect(problem.errors?.map(({ path }) => path)).toContain('redis');
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    await api.redis.restart();
    await api.worker.report();
    await until('ready', async () => (await ready()).status === 'ready');
  });
});

describe('the API’s description', () => {
  let document: OpenApiDocument;
  beforeAll(async () => {
    document = await api.client.expect('GET', '/openapi.json');
  });

  it('is valid OpenAPI 3.1', () => {
    const script = 'test/integration/api/support/validate-openapi.mjs';
    const { stdout, stderr, status } = spawnSync(process.execPath, [script], {
      input: JSON.stringify(document),
      encoding: 'utf8',
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: '3.1\n', stderr: '', status: 0 });
  });

  it('has every route of the server, and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    // GET and DELETE of /mcp are there only to answer 405, as MCP asks of a server without sessions.
    const served = routes().filter(
      (route) => !/^(get \/(docs\/.*|swagger.*)?|(get|delete) \/mcp)$/.test(route),
    );
    expect([...new Set(served)].sort()).toEqual(described.sort());
  });

  it('names every shape that it refers to', () => {
    const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(names.length).toBeGreaterThan(20);
    for (const name of new Set(names)) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  it('is shown to browsers without anything from elsewhere', async () => {
    const page = await (await fetch(`${api.url}/docs`)).text();
    const sources = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source = '']) => source);
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      const url = new URL(source, `${api.url}/docs`);
      expect(url.origin).toBe(api.url);
      expect((await fetch(url)).status).toBe(200);
    }
  });
});

/** What Express really serves, as the description writes it. */
function routes(): string[] {
  const { router } = api.app.getHttpAdapter().getInstance() as {
    router: { stack: { route?: { path: string; methods: Record<string, boolean> } }[] };
  };
  return router.stack.flatMap(({ route }) =>
    route
      ? Object.keys(route.methods).map((method) => `${method} ${route.path.replaceAll(/[:*](\w+)/g, '{$1}')}`)
      : [],
  );
}
