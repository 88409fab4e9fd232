// Whether the container's program is well: exit code 0 or 1. Usage: node deploy/healthcheck.mjs api|worker
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';

const TIMEOUT_MS = 4000;

/** The api answers; a database that is away is not mended by restarting the api. */
async function api() {
  const response = await fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/healthz`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return response.ok;
}

/** The worker of this container has reported within the last seconds: its report in Redis expires when it does not. */
async function worker() {
  const Redis = createRequire(`${process.cwd()}/`)('ioredis');
  const redis = new Redis(process.env.REDIS_URL || readFileSync(process.env.REDIS_URL_FILE, 'utf8').trim(), {
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 1,
    retryStrategy: () => null,
  });
  redis.on('error', () => {});
  try {
    for (let cursor = '0'; ;) {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `kotae:worker:${hostname()}-*`, 'COUNT', 1000);
      if (keys.length > 0) return true;
      if (next === '0') return false;
      cursor = next;
    }
  } finally {
    redis.disconnect();
  }
}

const checks = { api, worker };
const [name] = process.argv.slice(2);
if (!(name in checks)) throw new Error(`usage: healthcheck.mjs ${Object.keys(checks).join('|')}`);
process.exit((await checks[name]().catch(() => false)) ? 0 : 1);
