#!/usr/bin/env node
// `npm run keys|migrate|models|samples -- …`: a command-line program, connected to what `npm start` runs.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { dataDir, root } from './paths.mjs';
import { beginLife } from './process/life.mjs';
import { processRecords } from './process/records.mjs';
import { exitCodeOf } from './process/stop-signals.mjs';
import { prepare } from './setup/prepare.mjs';
import { findInstance } from './start/instance.mjs';
import { lockInstallation } from './start/lock-installation.mjs';
import { migrateDatabase } from './start/migrate.mjs';
import { startServices } from './start/start-services.mjs';
import { STOP_ORDER } from './start/stop-order.mjs';

/** What each program needs: the running service, its database, or nothing. */
const NEEDS = { keys: 'database', migrate: 'database', models: 'nothing', samples: 'service' };

const say = (line) => console.error(line);
const life = beginLife();
/** @type {import('node:child_process').ChildProcess | undefined} */
let child;

async function main() {
  const [name, ...args] = process.argv.slice(2);
  if (!(name in NEEDS)) throw new Error(`${name} is none of ${Object.keys(NEEDS).join(', ')}`);
  await prepare(say);
  const env = {
    ...process.env,
    NODE_ENV: process.env.NODE_ENV ?? 'development',
    KOTAE_DATA_DIR: dataDir,
    KOTAE_MODELS_DIR: process.env.KOTAE_MODELS_DIR ?? join(dataDir, 'models'),
    ...(await connection(NEEDS[name])),
  };
  child = spawn(process.execPath, [join(root, `dist/apps/cli/src/${name}.js`), ...args], {
    env,
    stdio: 'inherit',
  });
  child.once('error', (error) => fail(error));
  child.once('exit', (code) => void life.end(code ?? 1));
}

/** @param {string} need @returns {Promise<Record<string, string>>} */
async function connection(need) {
  if (need === 'nothing') return {};
  const instance = findInstance(dataDir);
  if (instance) {
    const { url, databaseUrl, redisUrl } = instance;
    return { KOTAE_URL: process.env.KOTAE_URL ?? url, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  }
  if (need === 'service') {
    if (process.env.KOTAE_URL) return {};
    throw new Error('Kotae does not run here; start it first in another terminal: npm start');
  }
  return startDatabase();
}

/** Starts the private database for as long as the program runs: the first key is made before the first start. */
async function startDatabase() {
  if (process.env.DATABASE_URL) return {};
  lockInstallation(dataDir, life);
  const records = processRecords(join(dataDir, 'processes'));
  await records.stopLeftovers(STOP_ORDER);
  const services = await startServices({
    dataDir,
    life,
    records,
    say,
    onGiveUp: (problem) => fail(new Error(problem)),
  });
  const env = { DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl };
  await migrateDatabase({ ...process.env, ...env });
  return env;
}

/** @param {Error} error */
function fail(error) {
  if (life.ending) return;
  console.error(error.message);
  void life.end(1);
}

// The program decides what a signal means (a download keeps what it has), and we end after it. The terminal's Ctrl-C
// reaches it without our help.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!child) void life.end(exitCodeOf(signal));
    else if (signal !== 'SIGINT') child.kill(signal);
  });
}
main().catch(fail);
