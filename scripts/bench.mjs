#!/usr/bin/env node
// `npm run bench [-- name … --quick]`: measures on throw-away servers, so that no figure depends on what is stored here.
import { join } from 'node:path';
import { dataDir, root } from './paths.mjs';
import { beginLife } from './process/life.mjs';
import { run } from './process/run.mjs';
import { exitCodeOf, onStopSignals } from './process/stop-signals.mjs';
import { makeToolsFolder } from './services/service-home.mjs';
import { startThrowAwayServices } from './services/throw-away.mjs';
import { prepare } from './setup/prepare.mjs';
import { cleanEnvironment } from './test/clean-environment.mjs';

const say = (line) => console.log(line);
const life = beginLife();

async function bench() {
  await prepare(say);
  const services = await startThrowAwayServices({ toolsDir: makeToolsFolder(dataDir), say, durable: true });
  life.add(() => ({ stop: services.stop, kill: services.kill }));
  const env = {
    ...cleanEnvironment(services),
    NODE_ENV: 'development',
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    KOTAE_DATA_DIR: services.temp,
  };
  const main = ['--enable-source-maps', join(root, 'dist/bench/main.js'), ...process.argv.slice(2)];
  await run(process.execPath, main, { cwd: root, env });
  await life.end(0);
}

onStopSignals(
  (signal) => void life.end(exitCodeOf(signal)),
  () => life.abort(1),
);
bench().catch((error) => {
  if (life.ending) return;
  console.error(error.message);
  void life.end(1);
});
