/**
 * Real PostgreSQL and Redis for specs: a database each on the test run's PostgreSQL, and servers of their own for
 * specs that count on an empty Redis or break things on purpose. `npm test` and `npm run test:<part>` start the shared
 * PostgreSQL; everything here is removed by the spec's `afterAll`, and what a killed run leaves by the next run.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '#database';
import { dataDir } from '../../scripts/paths.mjs';
import { POSTGRES_STOP_SIGNAL, preparePostgres } from '../../scripts/services/postgres.mjs';
import { prepareRedis, REDIS_STOP_SIGNAL } from '../../scripts/services/redis.mjs';
import { makeToolsFolder } from '../../scripts/services/service-home.mjs';
import { runServer, temporaryFolder, type PrivateServer } from './private-server.js';

export type { PrivateServer } from './private-server.js';

const secret = (): string => randomBytes(12).toString('hex');
const silent = (): void => {};

/** A database that belongs to one spec. */
export interface TestDatabase {
  url: string;
  /** Disconnects everybody and removes it. */
  drop(): Promise<void>;
}

/** Makes a database with an up-to-date schema (empty with `migrated: false`). */
export async function createTestDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const adminUrl = process.env['KOTAE_TEST_DATABASE_URL'];
  if (!adminUrl) {
    throw new Error(
      'this spec needs a PostgreSQL; run it as: npm run test:integration -- <path> (or :e2e, …)',
    );
  }
  const name = `spec_${secret()}`;
  await execute(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = name;
  if (options.migrated !== false) await migrate(url.href);
  return { url: url.href, drop: () => execute(adminUrl, `drop database if exists ${name} with (force)`) };
}

/** Starts a Redis (append-only file, no eviction) for one spec. */
export async function startRedis(options: { port?: number } = {}): Promise<PrivateServer> {
  const dir = temporaryFolder();
  const prepared = await prepareRedis({
    dir: join(dir, 'redis'),
    toolsDir: makeToolsFolder(dataDir),
    secrets: { redis: secret() },
    say: silent,
    port: options.port,
    detached: false,
  });
  return runServer(dir, REDIS_STOP_SIGNAL, prepared);
}

/** Starts a PostgreSQL with an empty database for one spec; its `url` is that of an ordinary user who owns it. */
export async function startPostgres(options: { port?: number } = {}): Promise<PrivateServer> {
  const dir = temporaryFolder();
  const prepared = await preparePostgres({
    dir: join(dir, 'postgres'),
    toolsDir: makeToolsFolder(dataDir),
    secrets: { postgresAdmin: secret(), postgres: secret() },
    port: options.port,
    detached: false,
  });
  return runServer(dir, POSTGRES_STOP_SIGNAL, prepared);
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
