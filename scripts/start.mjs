#!/usr/bin/env node
// `npm start`: everything from a clean clone to an answer, with nothing but Node, npm and a C++ compiler given.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir } from './paths.mjs';
import { beginLife } from './process/life.mjs';
import { processRecords } from './process/records.mjs';
import { exitCodeOf, onStopSignals } from './process/stop-signals.mjs';
import { fetchOcrTools, ocrToolsFolder } from './services/ocr-tools.mjs';
import { firstFreePort, isPortFree } from './services/ports.mjs';
import { makeToolsFolder } from './services/service-home.mjs';
import { prepare } from './setup/prepare.mjs';
import { greeting } from './start/greeting.mjs';
import { announceInstance } from './start/instance.mjs';
import { lockInstallation } from './start/lock-installation.mjs';
import { migrateDatabase } from './start/migrate.mjs';
import { planWorkers } from './start/plan-workers.mjs';
import { rememberedPorts, rememberPorts } from './start/remembered-ports.mjs';
import { startApp } from './start/start-app.mjs';
import { startServices } from './start/start-services.mjs';
import { STOP_ORDER } from './start/stop-order.mjs';
import { waitUntilAnswering } from './start/wait-until-answering.mjs';

const DEFAULT_PORT = 3000;

const say = (line) => console.log(line);
const life = beginLife();

async function start() {
  lockInstallation(dataDir, life);
  const records = processRecords(join(dataDir, 'processes'));
  const leftovers = await records.stopLeftovers(STOP_ORDER);
  if (leftovers.length > 0) say(`stopped what an earlier run had left: ${leftovers.join(', ')}`);

  await prepare(say);
  const services = await startServices({ dataDir, life, records, say, onGiveUp: fail });
  const { host, port, url } = await chooseAddress();
  const env = {
    ...process.env,
    NODE_ENV: process.env.NODE_ENV ?? 'development',
    NO_COLOR: '1',
    HOST: host,
    PORT: String(port),
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    KOTAE_DATA_DIR: dataDir,
    KOTAE_OCR_TOOLS: process.env.KOTAE_OCR_TOOLS || ocrToolsFolder(makeToolsFolder(dataDir)),
  };
  await migrateDatabase(env);
  startApps(env, planWorkers(env), records);
  await waitUntilAnswering(url, { say, isOver: () => life.ending });
  if (life.ending) return;
  rememberPorts(dataDir, { api: port });
  announceInstance(dataDir, { url, ...services });
  say(await greeting(url, join(dataDir, 'logs')));
  await fetchPictureReaders();
}

/** Nothing waits for them: pictures are read by what is found when a document comes. */
async function fetchPictureReaders() {
  if (process.env.KOTAE_OCR_TOOLS) return;
  try {
    await fetchOcrTools({ toolsDir: makeToolsFolder(dataDir), say });
  } catch (error) {
    say(`pictures and scans are not read: Tesseract could not be fetched (${error.message})`);
  }
}

/** The given port, else that of the last run, else the first free one from 3000 on. */
async function chooseAddress() {
  const host = process.env.HOST || '127.0.0.1';
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const port = process.env.PORT ? await givenPort(Number(process.env.PORT)) : await chosenPort();
  return { host, port, url: `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}` };
}

/** @param {number} port */
async function givenPort(port) {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error('PORT must be a number from 1 to 65535');
  if (await isPortFree(port)) return port;
  throw new Error(`port ${port} is taken by another program; choose another one: PORT=${port + 1} npm start`);
}

async function chosenPort() {
  const last = rememberedPorts(dataDir).api;
  return last && (await isPortFree(last)) ? last : firstFreePort(DEFAULT_PORT);
}

/** Starts the api and the workers, which are stopped together. */
function startApps(env, workers, records) {
  const logDir = join(dataDir, 'logs');
  mkdirSync(logDir, { recursive: true });
  life.add(() => {
    const common = { logDir, records, say, onGiveUp: fail };
    const apps = [
      startApp({ program: 'api', env, ...common }),
      ...workers.map((worker) => startApp({ program: 'worker', ...worker, ...common })),
    ];
    return {
      stop: async () => void (await Promise.all(apps.map((app) => app.stop()))),
      kill: () => apps.forEach((app) => app.kill()),
    };
  });
}

/** Says why it cannot go on, and stops everything. @param {string} problem */
function fail(problem) {
  if (life.ending) return;
  console.error(`\n${problem}`);
  void life.end(1);
}

// A terminal that has gone away must not keep us from stopping in good order.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
onStopSignals(
  (signal) => {
    say('\nstopping (Ctrl-C again: at once)');
    void life.end(exitCodeOf(signal));
  },
  () => life.abort(1),
);
start().catch((error) => fail(error.message));
