import { hasEnded } from '../process/stop.mjs';

/**
 * Waits until a server that we started answers.
 *
 * @param {object} options
 * @param {string} options.name
 * @param {() => Promise<boolean>} options.isReady
 * @param {() => boolean} options.hasFailed true ends the waiting
 * @param {string} options.log where a person finds out more
 * @param {number} [options.timeoutMs]
 */
export async function waitUntilReady({ name, isReady, hasFailed, log, timeoutMs = 60_000 }) {
  const end = Date.now() + timeoutMs;
  while (!(await isReady())) {
    if (hasFailed()) throw new Error(`${name} ended at its start; see ${log}`);
    if (Date.now() > end) throw new Error(`${name} does not answer after ${timeoutMs / 1000} s; see ${log}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/**
 * Whether a child could not be started or has ended, as {@link waitUntilReady} asks it.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
export function endWatch(child) {
  let failed = false;
  child.once('error', () => (failed = true));
  return () => failed || hasEnded(child);
}
