#!/usr/bin/env node
// `npm test [-- part …] [-- options for Jest]`: every check on throw-away servers. The last line counts.
import { findChromium } from './browser/find-chromium.mjs';
import { dataDir } from './paths.mjs';
import { beginLife } from './process/life.mjs';
import { exitCodeOf, onStopSignals } from './process/stop-signals.mjs';
import { fetchOcrTools } from './services/ocr-tools.mjs';
import { makeToolsFolder } from './services/service-home.mjs';
import { startThrowAwayServices } from './services/throw-away.mjs';
import { prepare } from './setup/prepare.mjs';
import { runJestPart } from './test/jest-part.mjs';
import { runStaticChecks } from './test/static-checks.mjs';
import { cleanEnvironment } from './test/clean-environment.mjs';

/**
 * In the order in which they say most per second. Files run at once where each has a database and a Redis of its own and
 * hardly minds who else computes.
 */
const PARTS = {
  check: {},
  unit: { workers: 2 },
  quality: { workers: 1 },
  integration: { workers: 2, services: true },
  model: { workers: 1, services: true },
  browser: { workers: 1, services: true },
  e2e: { workers: 1, services: true },
  faults: { workers: 1, services: true },
};
/** Nothing takes so long unless it hangs. */
const LIMIT_MS = 15 * 60_000;
/** `npm run test:faults` runs the long version. */
const LONG_LIMIT_MS = 60 * 60_000;

const say = (line) => console.log(line);
const life = beginLife();

async function test() {
  const [part, ...args] = process.argv.slice(2);
  if (part !== undefined && !(part in PARTS)) {
    throw new Error(`${part} is none of ${Object.keys(PARTS).join(', ')}`);
  }
  const chosen = part === undefined ? Object.keys(PARTS) : [part];

  await prepare(say, { withBuild: part !== 'check' });
  const services = chosen.some((name) => PARTS[name].services) ? await startServices() : undefined;
  const long = part === 'faults';
  const env = {
    ...cleanEnvironment(services),
    ...(long && { KOTAE_FAULTS: 'long' }),
    ...(chosen.includes('integration') && (await ocrEnvironment())),
    ...(chosen.includes('browser') && (await browserEnvironment())),
  };
  const outcomes = [];
  for (const name of chosen) {
    if (life.ending) return;
    say(`\n== ${name}`);
    const startedAt = Date.now();
    const limitMs = long ? LONG_LIMIT_MS : LIMIT_MS;
    const { workers } = PARTS[name];
    const outcome = await (name === 'check'
      ? runStaticChecks(say)
      : runJestPart({ project: name, env, args, workers, limitMs, onSpawn: services?.trackTests }));
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    say(`== ${name}: ${outcome.passed} passed, ${outcome.failures.length} failed in ${seconds} s`);
    outcomes.push(outcome);
  }
  if (life.ending) return;
  report(outcomes);
  await life.end(outcomes.every(({ failures }) => failures.length === 0) ? 0 : 1);
}

async function startServices() {
  const services = await startThrowAwayServices({ toolsDir: makeToolsFolder(dataDir), say });
  life.add(() => services);
  return services;
}

/** The programs that read pictures, where they are not installed; without them their specs are skipped. */
async function ocrEnvironment() {
  const tools = await fetchOcrTools({ toolsDir: makeToolsFolder(dataDir), say }).catch((error) => {
    say(`no Tesseract, so that reading pictures is not tested: ${error.message}`);
  });
  return tools ? { KOTAE_TEST_OCR_TOOLS: tools } : {};
}

/** The browser for the page's tests, and whether they are to take the pictures in docs/screenshots anew. */
async function browserEnvironment() {
  const screenshots = process.env.KOTAE_SCREENSHOTS === '1';
  const browser = await findChromium({ toolsDir: makeToolsFolder(dataDir), say, beautiful: screenshots });
  return {
    KOTAE_TEST_BROWSER: JSON.stringify(browser),
    ...(screenshots && { KOTAE_TEST_SCREENSHOTS: '1' }),
  };
}

/** @param {import('./test/jest-part.mjs').Outcome[]} outcomes */
function report(outcomes) {
  const total = (count) => outcomes.reduce((sum, outcome) => sum + count(outcome), 0);
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  const skipped = total((outcome) => outcome.skipped);
  say('');
  for (const failure of failures) say(`failed: ${failure}`);
  if (skipped > 0) say(`${skipped} skipped`);
  say(`${total((outcome) => outcome.passed)} passed, ${failures.length} failed`);
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
