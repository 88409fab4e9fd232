import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { originalsSettings, type OriginalsSettings } from '#database';
import { z } from 'zod';

const schema = z.object({
  NODE_ENV: z.string().default('production'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'set it to postgres://user:password@host:5432/name',
  }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'set it to redis://host:6379' }),
  /** Folder for originals; the worker must see the same one. */
  KOTAE_DATA_DIR: z.string().min(1).default('.data'),
  ...originalsSettings,
  /** Largest file that may be uploaded, in bytes. */
  KOTAE_MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(2 ** 31),
  /** See {@link Timings.preference}. */
  KOTAE_PREFERENCE_MS: z.coerce.number().int().min(0).optional(),
});

/** Addresses on which nobody but this machine can reach the service. */
const LOOPBACK_HOSTS = ['127.0.0.1', '::1', 'localhost'];

/** The API's settings, read once at start. */
export interface ApiConfig {
  host: string;
  port: number;
  databaseUrl: string;
  redisUrl: string;
  originals: OriginalsSettings;
  /** The originals, or files on their way to where they are kept. */
  originalsFolder: string;
  /** Where the page was built to; where there is nothing, none is served. */
  pageFolder: string;
  maxUploadBytes: number;
  /** Whether requests without a key are let in: only in development, and only on this machine. */
  keyless: boolean;
  logFormat: 'text' | 'json';
  /** Milliseconds. */
  timings: Timings;
}

export interface Timings {
  /** Between comments that keep an idle event stream open through proxies. */
  heartbeat: number;
  /** Between looks at the rows behind open streams, for when Redis has nothing to say. */
  poll: number;
  /** How long a stream lives on without the database. */
  giveUp: number;
  /** How long a reader may take nothing at all before it is cut off. */
  stalledReader: number;
  /** How long Redis may take to answer one command, before it counts as away. */
  redis: number;
  /** How long a search may take. */
  search: number;
  /** How long embedding the texts of one request may take. */
  embed: number;
  /** How long a worker may take to say which models it has. */
  catalogue: number;
  /** How long running requests may go on after SIGTERM. */
  drain: number;
  /**
   * How long a question waits for the worker that is thought to hold the beginning of its prompt; 0: not at all. A
   * worker that lives takes it, or leaves it to the others, within a few; only one that has died or hangs lets it pass.
   */
  preference: number;
  /** For how long a verified key is not verified again: a revoked key works no longer than this. */
  keyCache: number;
}

export const defaultTimings: Timings = {
  heartbeat: 15_000,
  poll: 2000,
  giveUp: 30_000,
  stalledReader: 60_000,
  redis: 3000,
  search: 10_000,
  embed: 120_000,
  catalogue: 10_000,
  drain: 10_000,
  preference: 250,
  keyCache: 3000,
};

/** Dependency-injection token of {@link ApiConfig}. */
export const CONFIG = Symbol('CONFIG');

/** A mistake of whoever set the service up: starting again without a change is of no use. */
export class SetupError extends Error {}

/** @throws SetupError that names every setting that is missing or wrong, without repeating its value. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): ApiConfig {
  const problems: string[] = [];
  const parsed = schema.safeParse({
    ...withoutEmpty(env),
    DATABASE_URL: setting(env, 'DATABASE_URL', problems),
    REDIS_URL: setting(env, 'REDIS_URL', problems),
  });
  if (!parsed.success) {
    problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  if (!parsed.success || problems.length > 0) {
    throw new SetupError(
      `The API cannot start with these settings:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  const values = parsed.data;
  return {
    host: values.HOST,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    originals: { KOTAE_ORIGINALS: values.KOTAE_ORIGINALS, KOTAE_S3_STYLE: values.KOTAE_S3_STYLE },
    originalsFolder: resolve(values.KOTAE_DATA_DIR, 'originals'),
    // Beside this file's own folder in dist, where every build puts it.
    pageFolder: join(__dirname, '../../../web'),
    maxUploadBytes: values.KOTAE_MAX_UPLOAD_BYTES,
    keyless: values.NODE_ENV === 'development' && LOOPBACK_HOSTS.includes(values.HOST),
    logFormat: values.NODE_ENV === 'production' ? 'json' : 'text',
    timings: { ...defaultTimings, preference: values.KOTAE_PREFERENCE_MS ?? defaultTimings.preference },
  };
}

/** The variable itself, or the content of the file that `<name>_FILE` points to (secrets of Compose and Kubernetes). */
function setting(env: NodeJS.ProcessEnv, name: string, problems: string[]): string | undefined {
  const file = env[`${name}_FILE`];
  if (env[name] || !file) return env[name] || undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    problems.push(`${name}_FILE: the file cannot be read`);
    return undefined;
  }
}

/** Compose passes variables that are not set as empty ones; they mean the default. */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}
