import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentView, QuestionView } from '#contracts';
import type { BenchConfig } from '../config.js';

const POLL_MS = 20;
/** Workers publish what they have counted every 4 s. */
const PUBLISHED_MS = 5000;

/** The real api and worker, as processes of their own, on the benchmark's servers. */
export class Service {
  private constructor(
    private readonly config: NodeJS.ProcessEnv,
    private readonly url: string,
    private readonly api: ChildProcess,
    private worker: ChildProcess,
  ) {}

  /** @param worker - settings of the worker. */
  static async start(settings: BenchConfig, worker: NodeJS.ProcessEnv = {}): Promise<Service> {
    const config = { ...settings, ...worker };
    const port = await freePort();
    const api = launch('api', { ...settings, NODE_ENV: 'development', PORT: String(port) });
    const service = new Service(config, `http://127.0.0.1:${port}`, api, launchWorker(config));
    await service.ready();
    return service;
  }

  /** Stops the worker in good order and starts it again; returns when it is running, not when it is ready. */
  async restartWorker(): Promise<void> {
    await stop(this.worker);
    this.worker = launchWorker(this.config);
  }

  async stop(): Promise<void> {
    await Promise.all([stop(this.api), stop(this.worker)]);
  }

  /** Asks and waits for the answer in one request. */
  async ask(question: string): Promise<QuestionView> {
    const response = await fetch(`${this.url}/v1/questions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Prefer: 'wait=60' },
      body: JSON.stringify({ question }),
    });
    return (await expectOk(response)) as QuestionView;
  }

  /** Uploads documents into a new collection and returns the milliseconds until the last one is ready. */
  async ingest(
    collection: string,
    files: readonly { name: string; bytes: Uint8Array<ArrayBuffer> }[],
  ): Promise<number> {
    const json = { 'Content-Type': 'application/json' };
    await this.send('POST', '/v1/collections', { headers: json, body: JSON.stringify({ name: collection }) });
    const begin = performance.now();
    const uploads = files.map(async ({ name, bytes }) => {
      const path = `/v1/collections/${collection}/documents/${encodeURIComponent(name)}`;
      const headers = { 'Content-Type': 'application/octet-stream' };
      const { id } = (await this.send('PUT', path, { body: bytes, headers })) as DocumentView;
      return id;
    });
    for (const id of await Promise.all(uploads)) await this.documentReached(id, 'ready');
    return performance.now() - begin;
  }

  /** Uploads a file of any length into a collection, which is made where it is missing; returns the document's id. */
  async upload(collection: string, name: string, path: string): Promise<string> {
    const json = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ name: collection });
    await this.send('POST', '/v1/collections', { headers: json, body }).catch(() => null);
    const url = `/v1/collections/${collection}/documents/${encodeURIComponent(name)}`;
    const { id } = (await this.send('PUT', url, {
      body: Readable.toWeb(createReadStream(path)) as ReadableStream,
      headers: { 'Content-Type': 'application/octet-stream' },
      duplex: 'half',
    })) as DocumentView;
    return id;
  }

  /** Waits until a document is ready, or has come to a stage. */
  async documentReached(id: string, stage: 'embed' | 'ready'): Promise<void> {
    for (;;) {
      const view = (await this.send('GET', `/v1/documents/${id}`, {})) as DocumentView;
      if (view.status === 'failed') throw new Error(view.error?.message);
      if (view.status === 'ready' || view.progress?.stage === stage) return;
      await sleep(POLL_MS);
    }
  }

  async remove(id: string): Promise<void> {
    const response = await fetch(`${this.url}/v1/documents/${id}`, { method: 'DELETE' });
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  }

  get apiPid(): number {
    return this.api.pid ?? 0;
  }

  get workerPid(): number {
    return this.worker.pid ?? 0;
  }

  /** What the worker's time for documents has gone to so far, seconds by effort. */
  async efforts(): Promise<Map<string, number>> {
    await sleep(PUBLISHED_MS);
    const response = await fetch(`${this.url}/metrics`);
    const text = await response.text();
    const series = text.matchAll(/^kotae_ingest_seconds_total\{[^}]*effort="(\w+)"[^}]*\} (\S+)/gmu);
    return new Map([...series].map(([, effort, seconds]) => [effort ?? '', Number(seconds)]));
  }

  /** How many passages the documents of a collection have, of which there are no more than 100. */
  async passages(collection: string): Promise<number> {
    const path = `/v1/collections/${collection}/documents?limit=100`;
    const { items } = (await this.send('GET', path, {})) as { items: DocumentView[] };
    return items.reduce((sum, { passages }) => sum + (passages ?? 0), 0);
  }

  /** Searches a collection; resolves when the answer is there. */
  async search(collection: string, query: string): Promise<void> {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ query, k: 5 });
    await this.send('POST', `/v1/collections/${collection}/search`, { body, headers });
  }

  /** Waits until searches are answered, which is when the index has caught up. */
  async searches(): Promise<void> {
    for (;;) {
      const found = await this.search('default', 'anything').then(
        () => true,
        () => false,
      );
      if (found) return;
      await sleep(POLL_MS);
    }
  }

  private async ready(): Promise<void> {
    for (;;) {
      const ready = await this.send('GET', '/readyz', {}).catch(() => null);
      if (ready) return;
      if (this.api.exitCode !== null || this.worker.exitCode !== null) throw new Error('the service ended');
      await sleep(POLL_MS);
    }
  }

  private async send(method: string, path: string, init: RequestInit): Promise<unknown> {
    return expectOk(await fetch(this.url + path, { method, ...init }));
  }
}

async function expectOk(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${text}`);
  return JSON.parse(text);
}

function launchWorker(config: NodeJS.ProcessEnv): ChildProcess {
  return launch('worker', { ...config, KOTAE_SNAPSHOT_MS: '5000', KOTAE_DRAIN_MS: '1000' });
}

function launch(app: 'api' | 'worker', env: NodeJS.ProcessEnv): ChildProcess {
  const main = join(__dirname, `../../apps/${app}/src/main.js`);
  return spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
