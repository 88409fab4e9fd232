import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, ownIdentity } from '../process/identity.mjs';

/**
 * How to reach the instance that `npm start` runs, for commands in a second terminal. Holds passwords: mode 0600.
 *
 * @typedef {{ url: string, databaseUrl: string, redisUrl: string }} Instance
 */

const fileIn = (dataDir) => join(dataDir, 'run.json');

/** @param {string} dataDir @param {Instance} instance */
export function announceInstance(dataDir, instance) {
  const file = fileIn(dataDir);
  writeFileSync(`${file}.new`, JSON.stringify({ ...instance, process: ownIdentity() }, null, 2), {
    mode: 0o600,
  });
  renameSync(`${file}.new`, file);
}

/** @param {string} dataDir */
export function withdrawInstance(dataDir) {
  rmSync(fileIn(dataDir), { force: true });
}

/** The instance that runs now; undefined when none does. @param {string} dataDir @returns {Instance | undefined} */
export function findInstance(dataDir) {
  try {
    const { process: owner, ...instance } = JSON.parse(readFileSync(fileIn(dataDir), 'utf8'));
    return isRunning(owner) ? instance : undefined;
  } catch (error) {
    if (error.code === 'EACCES')
      throw new Error(`${fileIn(dataDir)} belongs to another user; run this as that user`, { cause: error });
    return undefined;
  }
}
