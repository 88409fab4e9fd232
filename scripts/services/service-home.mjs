import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { canEnter, serviceUser } from './service-user.mjs';

/**
 * The folder for the private servers' files: `<dataDir>/services`. When root runs a checkout that the servers' user
 * cannot enter (somewhere under /root, say), it is a folder under /var/tmp instead, the same one every time.
 *
 * @param {string} dataDir
 * @param {(line: string) => void} say
 * @returns {string}
 */
export function makeServiceHome(dataDir, say) {
  mkdirSync(dataDir, { recursive: true });
  const home = join(dataDir, 'services');
  makePassage(home);
  if (process.getuid?.() !== 0 || canEnter(serviceUser(join(home, 'postgres')), home)) return home;

  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const elsewhere = `/var/tmp/kotae-${hash}`;
  makePassage(elsewhere);
  // Anybody may create names in /var/tmp: never use a folder or a link that somebody else has put there.
  const found = lstatSync(elsewhere);
  if (!found.isDirectory() || found.uid !== 0) throw new Error(`${elsewhere} is not ours; remove it`);
  say(`the databases' user cannot enter ${dataDir}: their files are in ${elsewhere}`);
  return elsewhere;
}

/**
 * Where servers are kept that were fetched as packages, for all runs.
 *
 * @param {string} dataDir
 * @returns {string}
 */
export function makeToolsFolder(dataDir) {
  return toolsIn(makeServiceHome(dataDir, () => {}));
}

/** @param {string} home what {@link makeServiceHome} returned */
export function toolsIn(home) {
  return join(home, 'tools');
}

/** A folder that others may pass through but not list. @param {string} dir */
function makePassage(dir) {
  mkdirSync(dir, { recursive: true });
  if (process.getuid?.() === 0) chmodSync(dir, 0o711);
}
