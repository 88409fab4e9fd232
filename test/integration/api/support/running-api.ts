import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Redis } from 'ioredis';
import { defaultTimings, type ApiConfig, type Timings } from '../../../../apps/api/src/config.js';
import { createApp } from '../../../../apps/api/src/create-app.js';
import { KotaeClient } from '../../../support/kotae-client.js';
import { createTestDatabase, startRedis, type PrivateServer } from '../../../support/services.js';
import { StandInWorker } from './stand-in-worker.js';

/** What a spec wants to be different; timings are short unless it says otherwise. */
export type ApiOptions = Partial<Omit<ApiConfig, 'timings'>> & {
  timings?: Partial<Timings>;
  /** What has to be in the database first. */
  beforeStart?: (databaseUrl: string) => Promise<void>;
};

const QUICK: Timings = {
  ...defaultTimings,
  heartbeat: 100,
  poll: 100,
  redis: 500,
  giveUp: 1500,
  drain: 3000,
};

/** The API in this process on a database and a Redis of its own, with a stand-in for the worker. */
export class RunningApi {
  readonly client: KotaeClient;
  /** A connection of the spec's own. */
  readonly redisClient: Redis;

  private constructor(
    readonly app: NestExpressApplication,
    readonly redis: PrivateServer,
    readonly databaseUrl: string,
    readonly worker: StandInWorker,
    readonly dataDir: string,
    private readonly dropDatabase: () => Promise<void>,
  ) {
    const { port } = app.getHttpServer().address() as AddressInfo;
    this.client = new KotaeClient(`http://127.0.0.1:${port}`);
    this.redisClient = new Redis(redis.url);
    this.redisClient.on('error', () => undefined);
  }

  static async start({ beforeStart, ...options }: ApiOptions = {}): Promise<RunningApi> {
    const [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
    const dataDir = mkdtempSync(join(tmpdir(), 'kotae-api-'));
    await beforeStart?.(database.url);
    const config: ApiConfig = {
      host: '127.0.0.1',
      port: 0,
      databaseUrl: database.url,
      redisUrl: redis.url,
      originals: { KOTAE_S3_STYLE: 'path' },
      originalsFolder: join(dataDir, '.hidden', 'originals'),
      pageFolder: join(process.cwd(), 'dist/web'),
      maxUploadBytes: 100_000,
      keyless: true,
      logFormat: 'text',
      ...options,
      timings: { ...QUICK, ...options.timings },
    };
    const app = await createApp(config, ['error', 'fatal']);
    await app.listen(0, '127.0.0.1');
    const worker = await StandInWorker.start(config.databaseUrl, redis.url);
    return new RunningApi(app, redis, config.databaseUrl, worker, dataDir, () => database.drop());
  }

  get url(): string {
    return this.client.url;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.worker.stop();
    this.redisClient.disconnect();
    await this.redis.stop();
    await this.dropDatabase();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
