import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning, ownIdentity } from '../process/identity.mjs';
import { processRecords } from '../process/records.mjs';
import { killGroup, stopChild } from '../process/stop.mjs';
import { POSTGRES_STOP_SIGNAL, preparePostgres } from './postgres.mjs';
import { prepareRedis, REDIS_STOP_SIGNAL } from './redis.mjs';
import { loadSecrets } from './secrets.mjs';
import { endWatch } from './wait-until-ready.mjs';

const PREFIX = 'kotae-test-';
const STOP_ORDER = [
  { name: 'tests', signal: 'SIGKILL' },
  { name: 'redis', signal: REDIS_STOP_SIGNAL },
  { name: 'postgres', signal: 'SIGQUIT' },
];

/**
 * Starts a PostgreSQL and a Redis on free ports, with all their files in one temporary folder. Folders and servers of
 * earlier runs that were killed are removed first.
 *
 * @param {{ toolsDir: string, say: (line: string) => void, durable?: boolean }} options `durable` flushes to disk as a
 *   real installation does, for measurements
 */
export async function startThrowAwayServices({ toolsDir, say, durable = false }) {
  await removeAbandoned();
  const dir = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(dir, 0o711);
  writeFileSync(join(dir, 'owner.json'), JSON.stringify(ownIdentity()));
  const temp = join(dir, 'tmp');
  mkdirSync(temp);
  chmodSync(temp, 0o1777);

  const records = processRecords(join(dir, 'processes'));
  const secrets = loadSecrets(join(dir, 'secrets.json'));
  const children = [];
  const stop = async () => {
    for (const { child, signal } of children.reverse()) await stopChild(child, signal, 10_000);
    rmSync(dir, { recursive: true, force: true });
  };
  /** Notes who uses the servers, so that after a kill -9 of ours the next run can end it. */
  const trackTests = (child) => records.track('tests', child);
  const kill = () => {
    for (const { child } of children) killGroup(child.pid, 'SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const start = async (name, signal, prepared) => {
      const child = prepared.launch();
      children.push({ child, signal });
      records.track(name, child);
      await prepared.ready(endWatch(child));
      return prepared;
    };
    const common = { toolsDir, secrets, say };
    const [postgres, redis] = await Promise.all([
      preparePostgres({ ...common, dir: join(dir, 'postgres'), durable }).then((prepared) =>
        start('postgres', POSTGRES_STOP_SIGNAL, prepared),
      ),
      prepareRedis({ ...common, dir: join(dir, 'redis') }).then((prepared) =>
        start('redis', REDIS_STOP_SIGNAL, prepared),
      ),
    ]);
    return {
      databaseUrl: postgres.url,
      adminUrl: postgres.adminUrl,
      redisUrl: redis.url,
      temp,
      stop,
      kill,
      trackTests,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Removes what test runs left that no longer exist. */
async function removeAbandoned() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const dir = join(tmpdir(), name);
    try {
      if (isRunning(JSON.parse(readFileSync(join(dir, 'owner.json'), 'utf8')))) continue;
      await processRecords(join(dir, 'processes')).stopLeftovers(STOP_ORDER);
      rmSync(dir, { recursive: true, force: true });
    } catch {
      // Another user's, or one that is being made right now: not ours to clean up.
    }
  }
}
