#!/usr/bin/env node
// `npm test [-- part …] [-- options for Jest]`: every check on throw-away servers. The last line counts.
import { dataDir } from './paths.mjs';
import { beginLife } from './process/life.mjs';
import { exitCodeOf, onStopSignals } from './process/stop-signals.mjs';
import { makeToolsFolder } from './services/service-home.mjs';
import { startThrowAwayServices } from './services/throw-away.mjs';
import { prepare } from './setup/prepare.mjs';
import { runJestPart } from './test/jest-part.mjs';
import { runStaticChecks } from './test/static-checks.mjs';
import { cleanEnvironment } from './test/clean-environment.mjs';

const MINUTE = 60_000;
/** In the order in which they say most per second. Parts with services run their files one after the other. */
const PARTS = {
  check: {},
  unit: { workers: 2, limitMs: 8 * MINUTE },
  integration: { workers: 1, limitMs: 8 * MINUTE, services: true },
  model: { workers: 1, limitMs: 8 * MINUTE, services: true },
  e2e: { workers: 1, limitMs: 8 * MINUTE, services: true },
  faults: { workers: 1, limitMs: 8 * MINUTE, services: true },
};
/** `npm run test:faults` runs the long version. */
const LONG_LIMIT_MS = 60 * MINUTE;

const say = (line) => console.log(line);
const life = beginLife();

async function test() {
  const [part, ...args] = process.argv.slice(2);
  if (part !== undefined && !(part in PARTS))
    throw new Error(`${part} is none of ${Object.keys(PARTS).join(', ')}`);
  const chosen = part === undefined ? Object.keys(PARTS) : [part];

  await prepare(say, { withBuild: part !== 'check' });
  const services = chosen.some((name) => PARTS[name].services) ? await startServices() : undefined;
  const env = cleanEnvironment(services);
  const total = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const name of chosen) {
    if (life.ending) return;
    say(`\n== ${name}`);
    const startedAt = Date.now();
    const outcome = await runPart(name, part === 'faults' ? { ...env, KOTAE_FAULTS: 'long' } : env, args);
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    total.skipped += outcome.skipped ?? 0;
    total.failures.push(...outcome.failures);
    say(
      `== ${name}: ${outcome.passed} passed, ${outcome.failed} failed in ${Math.round((Date.now() - startedAt) / 1000)} s`,
    );
  }
  if (life.ending) return;
  report(total);
  await life.end(total.failed === 0 ? 0 : 1);
}

/** @param {string} name @param {NodeJS.ProcessEnv} env @param {string[]} args */
function runPart(name, env, args) {
  if (name === 'check') return runStaticChecks(say);
  const { workers, limitMs } = PARTS[name];
  return runJestPart({
    project: name,
    env,
    args,
    workers,
    limitMs: env.KOTAE_FAULTS ? LONG_LIMIT_MS : limitMs,
  });
}

async function startServices() {
  const services = await startThrowAwayServices({ toolsDir: makeToolsFolder(dataDir), say });
  life.add(() => ({ stop: services.stop, kill: services.kill }));
  return services;
}

/** @param {{ passed: number, failed: number, skipped: number, failures: string[] }} total */
function report({ passed, failed, skipped, failures }) {
  say('');
  for (const failure of failures) say(`failed: ${failure}`);
  if (skipped > 0) say(`${skipped} skipped`);
  say(`${passed} passed, ${failed} failed`);
}

process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
onStopSignals(
  (signal) => void life.end(exitCodeOf(signal)),
  () => life.abort(1),
);
test().catch((error) => {
  if (life.ending) return;
  console.error(error.message);
  say('0 passed, 1 failed');
  void life.end(1);
});
