#!/usr/bin/env node
// `npm run bench [-- name …]`: measures on throw-away servers, so that no figure depends on what is stored here.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir, root } from './paths.mjs';
import { beginLife } from './process/life.mjs';
import { run } from './process/run.mjs';
import { exitCodeOf, onStopSignals } from './process/stop-signals.mjs';
import { startThrowAwayServices } from './services/throw-away.mjs';
import { prepare } from './setup/prepare.mjs';
import { cleanEnvironment } from './test/clean-environment.mjs';

const say = (line) => console.log(line);
const life = beginLife();

async function bench() {
  const names = readdirSync(join(root, 'bench'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
  const chosen = process.argv.slice(2);
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown) throw new Error(`there is no benchmark ${unknown}; there are: ${names.join(', ')}`);

  await prepare(say);
  const services = await startThrowAwayServices({ toolsDir: join(dataDir, 'tools'), say, durable: true });
  life.add(() => ({ stop: services.stop, kill: services.kill }));
  const env = {
    ...cleanEnvironment(services),
    NODE_ENV: 'development',
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    KOTAE_DATA_DIR: services.temp,
  };
  for (const name of chosen.length > 0 ? chosen : names) {
    say(`\n== ${name}`);
    await run(process.execPath, ['--enable-source-maps', join(root, `dist/bench/${name}.js`)], {
      cwd: root,
      env,
    });
  }
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
