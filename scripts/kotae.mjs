#!/usr/bin/env node
// `npx kotae …`, `npm run kotae -- …`: the one command, installed and built where that is missing, and connected to
// what `npm start` runs.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { dataDir, root } from './paths.mjs';
import { beginLife } from './process/life.mjs';
import { processRecords } from './process/records.mjs';
import { exitCodeOf } from './process/stop-signals.mjs';
import { ocrToolsFolder } from './services/ocr-tools.mjs';
import { makeToolsFolder } from './services/service-home.mjs';
import { builtFingerprint } from './setup/build.mjs';
import { prepare } from './setup/prepare.mjs';
import { findInstance } from './start/instance.mjs';
import { lockInstallation } from './start/lock-installation.mjs';
import { migrateDatabase } from './start/migrate.mjs';
import { startServices } from './start/start-services.mjs';
import { STOP_ORDER } from './start/stop-order.mjs';

/** Commands that need the installation's database, whether or not the service runs. */
const NEED_DATABASE = ['keys', 'migrate', 'backup', 'restore', 'doctor'];
/** The command line with the evaluation, which containers do not have. */
const PROGRAM = 'dist/eval/main.js';

const say = (line) => console.error(line);
const life = beginLife();
/** @type {import('node:child_process').ChildProcess | undefined} */
let child;

async function main() {
  const args = process.argv.slice(2);
  await prepare(say);
  const asksForHelp = args.some((arg) => ['-h', '--help', 'help'].includes(arg));
  const env = {
    ...process.env,
    NODE_ENV: process.env.NODE_ENV ?? 'development',
    KOTAE_DATA_DIR: dataDir,
    KOTAE_MODELS_DIR: process.env.KOTAE_MODELS_DIR ?? join(dataDir, 'models'),
    KOTAE_OCR_TOOLS: process.env.KOTAE_OCR_TOOLS || ocrToolsFolder(makeToolsFolder(dataDir)),
    KOTAE_BUILD: builtFingerprint()?.slice(0, 12),
    ...(await connection(NEED_DATABASE.includes(args[0]) && !asksForHelp)),
  };
  child = spawn(process.execPath, ['--enable-source-maps', join(root, PROGRAM), ...args], {
    env,
    stdio: 'inherit',
  });
  child.once('error', (error) => fail(error));
  child.once('exit', (code, signal) => void life.end(code ?? exitCodeOf(signal)));
}

/**
 * The addresses of the instance that runs here; a service that the user names himself counts more.
 *
 * @param {boolean} needsDatabase @returns {Promise<Record<string, string>>}
 */
async function connection(needsDatabase) {
  const instance = process.env.KOTAE_URL ? undefined : findInstance(dataDir);
  if (instance) {
    const { url, databaseUrl, redisUrl } = instance;
    return { KOTAE_URL: url, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  }
  return needsDatabase && !process.env.KOTAE_URL ? startDatabase() : {};
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
