import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { npm } from './npm.mjs';

const LOCK = join(root, 'package-lock.json');
/** npm writes this at the very end of a successful install: what it has put into node_modules. */
const INSTALLED = join(root, 'node_modules/.package-lock.json');
/** We write this after it: for which lock file and which Node. It vanishes with node_modules. */
const STAMP = join(root, 'node_modules/.kotae-install');

/**
 * Runs `npm ci` when node_modules is missing, half made, of another lock file, or compiled for another Node.
 *
 * @param {(line: string) => void} say
 * @throws {Error} with the remedy when it fails
 */
export async function installPackages(say) {
  const wanted = fingerprint();
  const stamp = readOr(STAMP);
  if (stamp === wanted) return;
  // Somebody ran npm by hand: when what it installed is what the lock file says, that is as good.
  const sameNode = stamp === undefined || stamp.split(' ')[0] === wanted.split(' ')[0];
  if (!sameNode || !isInstalled()) {
    say('installing packages (npm ci); this takes a minute or two the first time');
    const [command, args, env] = npm([
      'ci',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]);
    await run(command, args, { cwd: root, env }).catch((cause) => {
      throw new Error(
        'npm ci failed, see above. hnswlib-node is compiled here: it needs python3, make and a C++ compiler ' +
          '(Debian: apt-get install python3 make g++)',
        { cause },
      );
    });
  }
  writeFileSync(STAMP, wanted);
}

/** The Node that native code is compiled for, and the lock file. */
function fingerprint() {
  const node = `${process.platform}-${process.arch}-${process.versions.modules}`;
  return `${node} ${createHash('sha256').update(readFileSync(LOCK)).digest('hex')}`;
}

/** Whether node_modules holds every package of the lock file in its version; optional ones may be missing. */
function isInstalled() {
  const installed = packagesOf(INSTALLED);
  if (!installed) return false;
  return Object.entries(packagesOf(LOCK)).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    return found ? found.version === wanted.version && found.integrity === wanted.integrity : wanted.optional;
  });
}

/** @param {string} file @returns {Record<string, { version: string, integrity: string, optional?: boolean }> | undefined} */
function packagesOf(file) {
  const text = readOr(file);
  return text === undefined ? undefined : JSON.parse(text).packages;
}

/** @param {string} file */
function readOr(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
