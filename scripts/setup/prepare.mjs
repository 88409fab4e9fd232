import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { waitForLock } from '../process/lock.mjs';
import { build } from './build.mjs';
import { installPackages } from './install.mjs';

const OLDEST_NODE = [20, 19];

/**
 * Brings packages and build up to date; does nothing when they are. One at a time: `npm start` and `npm test` may be
 * run beside each other.
 *
 * @param {(line: string) => void} say
 * @param {{ withBuild?: boolean }} [options]
 */
export async function prepare(say, { withBuild = true } = {}) {
  checkSystem();
  mkdirSync(join(root, '.data'), { recursive: true });
  const unlock = await waitForLock(join(root, '.data/setup.lock'), (pid) =>
    say(`waiting for the setup of process ${pid}`),
  );
  try {
    await installPackages(say);
    if (withBuild) await build(say);
  } finally {
    unlock();
  }
}

/** @throws {Error} when Kotae cannot run here at all */
function checkSystem() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Error(`Node.js ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.version}`);
  }
  if (process.platform === 'win32') throw new Error('on Windows, run Kotae in WSL (Linux)');
}
