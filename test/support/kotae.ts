import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#database';
import { portLike } from '../../scripts/services/ports.mjs';
import { KotaeClient } from './kotae-client.js';
import { Program } from './program.js';
import { createTestDatabase, startPostgres, startRedis, type PrivateServer } from './services.js';
import { recordTransitions } from './transitions.js';
import { until } from './until.js';

/** How a test wants its service. */
export interface KotaeOptions {
  /** Settings of the workers beyond the fast ones below. */
  worker?: Record<string, string>;
  api?: Record<string, string>;
  /** Workers at the start. Default 1. */
  workers?: number;
  /** What the database and the data folder hold before anything runs. */
  beforeStart?: (place: { databaseUrl: string; dataDir: string }) => Promise<void>;
  /** A PostgreSQL that the test may restart. */
  ownPostgres?: boolean;
}

/** A dead worker's work moves on within seconds, so that tests need not wait for what users hardly notice. */
const FAST = {
  KOTAE_THREADS: '1',
  KOTAE_LOCK_MS: '3000',
  KOTAE_STALLED_MS: '1000',
  KOTAE_RECONCILE_MS: '1000',
  KOTAE_RECONCILE_AFTER_MS: '2000',
  KOTAE_DRAIN_MS: '1000',
};
const TAIL_LINES = 60;

/** The whole service as its users run it: real processes, with a PostgreSQL database and a Redis of their own. */
export class Kotae {
  readonly workers: Program[] = [];
  readonly client: KotaeClient;
  private readonly all: Program[] = [];
  private current: Program;

  private constructor(
    readonly redis: PrivateServer,
    readonly databaseUrl: string,
    readonly postgres: PrivateServer | null,
    private readonly removeDatabase: () => Promise<void>,
    readonly dataDir: string,
    private readonly port: number,
    private readonly options: KotaeOptions,
  ) {
    this.client = new KotaeClient(`http://127.0.0.1:${port}`);
  }

  static async start(options: KotaeOptions = {}): Promise<Kotae> {
    const postgres = options.ownPostgres ? await startPostgres() : null;
    const database = postgres
      ? { url: postgres.url, drop: () => postgres.stop() }
      : await createTestDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), 'kotae-data-'));
    const redis = await startRedis();
    const { url } = database;
    const kotae = new Kotae(
      redis,
      url,
      postgres,
      () => database.drop(),
      dataDir,
      await portLike(undefined),
      options,
    );
    try {
      if (postgres) await migrate(url);
      await options.beforeStart?.({ databaseUrl: url, dataDir });
      await recordTransitions(url);
      const starts = Array.from({ length: options.workers ?? 1 }, () => kotae.startWorker());
      await Promise.all([kotae.startApi(), ...starts]);
      await until('the service to be ready', () => kotae.isReady());
      return kotae;
    } catch (error) {
      const explained = kotae.explain(error);
      await kotae.stop();
      throw explained;
    }
  }

  get api(): Program {
    return this.current;
  }

  /** The first worker. */
  get worker(): Program {
    const [first] = this.workers;
    if (!first) throw new Error('there is no worker');
    return first;
  }

  /** Starts an API process on the service's port, once the one before it has ended. */
  async startApi(): Promise<Program> {
    this.current = this.launch('api', {
      NODE_ENV: 'development',
      PORT: String(this.port),
      ...this.options.api,
    });
    await until('the api to listen', async () => {
      if (this.current.exit !== null) throw new Error(`the api ended: ${this.current.exit}`);
      return (await fetch(`${this.client.url}/healthz`)).ok;
    });
    return this.current;
  }

  /** Starts one more worker and waits until it takes work. */
  async startWorker(env: Record<string, string> = {}): Promise<Program> {
    const worker = this.launch('worker', { ...FAST, ...this.options.worker, ...env });
    this.workers.push(worker);
    await worker.printed(/ ready: /);
    return worker;
  }

  /** Kills a worker (the first by default) as the kernel would when memory runs out. */
  async killWorker(worker = this.worker): Promise<void> {
    this.workers.splice(this.workers.indexOf(worker), 1);
    await worker.kill();
  }

  /** Deletes the snapshots of the index, which every worker must be able to do without. */
  removeIndexFiles(): void {
    rmSync(join(this.dataDir, 'index'), { recursive: true, force: true });
  }

  /** The process id of a worker's engine. */
  engineOf(worker = this.worker): Promise<number> {
    return until('the engine', () => worker.children('engine/main.js')[0]);
  }

  /** Runs a test's steps; when they fail, the error shows what the processes printed last. */
  async explained<T>(steps: () => Promise<T>): Promise<T> {
    try {
      return await steps();
    } catch (error) {
      throw this.explain(error);
    }
  }

  /** Stops everything and removes what it has stored. Returns how the programs ended that still ran. */
  async stop(): Promise<(number | string | null)[]> {
    const running = this.all.filter(({ exit }) => exit === null);
    const exits = await Promise.all(running.map((program) => program.stop()));
    await this.redis.stop();
    await this.removeDatabase();
    rmSync(this.dataDir, { recursive: true, force: true });
    return exits;
  }

  private launch(name: 'api' | 'worker', env: Record<string, string>): Program {
    const program = new Program(`${name} ${this.all.length}`, `apps/${name}/src/main.js`, {
      PATH: process.env['PATH'],
      NO_COLOR: '1',
      TMPDIR: process.env['TMPDIR'],
      DATABASE_URL: this.databaseUrl,
      REDIS_URL: this.redis.url,
      KOTAE_DATA_DIR: this.dataDir,
      ...env,
    });
    this.all.push(program);
    return program;
  }

  private async isReady(): Promise<boolean> {
    const { status, body } = await this.client.request('GET', '/readyz');
    if (status !== 200) throw new Error(JSON.stringify(body));
    return true;
  }

  private explain(error: unknown): unknown {
    if (!(error instanceof Error)) return error;
    const cause = error.cause instanceof Error ? `\nlast: ${error.cause.message}` : '';
    const tails = this.all.map(({ name, lines }) => `── ${name}\n${lines.slice(-TAIL_LINES).join('\n')}`);
    error.message = `${error.message}${cause}\n\n${tails.join('\n')}`;
    return error;
  }
}
