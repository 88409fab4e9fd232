import { root } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { npm } from '../setup/npm.mjs';

/** Checks that need nothing but the sources, by the names of their npm scripts; the slowest first. */
const CHECKS = ['typecheck', 'unused', 'boundaries', 'format:check', 'lint', 'generate:check', 'lockfile'];
/** The slowest two run beside each other; more would only take turns on a small machine. */
const AT_ONCE = 2;
const LIMIT_MS = 240_000;

/**
 * Runs every static check and shows the output of those that fail.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<import('./jest-part.mjs').Outcome>}
 */
export async function runStaticChecks(say) {
  const waiting = [...CHECKS];
  const failures = [];
  const next = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      if (!(await check(name, say))) failures.push(`npm run ${name}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return { passed: CHECKS.length - failures.length, skipped: 0, failures };
}

/** @param {string} name @param {(line: string) => void} say @returns {Promise<boolean>} */
async function check(name, say) {
  const startedAt = Date.now();
  const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(1);
  const [command, args, env] = npm(['run', '--silent', name]);
  try {
    await run(command, args, { cwd: root, env, quiet: true, timeoutMs: LIMIT_MS });
    say(`  ok      ${name} (${seconds()} s)`);
    return true;
  } catch (error) {
    say(`  FAILED  ${name} (${seconds()} s): ${error.message}\n${error.output.trimEnd()}`);
    return false;
  }
}
