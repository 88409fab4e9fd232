import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';

/** The user "nobody": PostgreSQL refuses to run as root, and no database server needs root's rights. */
const NOBODY = { uid: 65534, gid: 65534 };

/**
 * The user that runs a private server: ourselves, or for root the owner of its existing files, else nobody.
 *
 * @param {string} dir the server's folder, which need not exist
 * @returns {{ uid?: number, gid?: number }} options for spawn
 */
export function serviceUser(dir) {
  if (process.getuid?.() !== 0) return {};
  const owner = statSync(dir, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : NOBODY;
}

/** Whether a user can enter a folder, with all the rights above it. @param {{ uid?: number, gid?: number }} user @param {string} dir */
export function canEnter(user, dir) {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...user, stdio: 'ignore' }).status === 0;
}

/**
 * Makes a folder that only the server's user may read.
 *
 * @param {string} dir
 * @param {{ uid?: number, gid?: number }} user
 * @throws {Error} when it belongs to a third user
 */
export function makePrivateFolder(dir, user) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined) chownSync(dir, user.uid, user.gid);
  else if (process.getuid && statSync(dir).uid !== process.getuid()) {
    throw new Error(`${dir} belongs to another user (it was made by root?); run as that user, or remove it`);
  }
  chmodSync(dir, 0o700);
}
