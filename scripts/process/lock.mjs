import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isRunning, ownIdentity } from './identity.mjs';

/** Thrown when another running process holds a lock; `pid` says which. */
export class LockedError extends Error {
  /** @param {string} path @param {number} pid */
  constructor(path, pid) {
    super(`process ${pid} holds ${path}`);
    this.pid = pid;
  }
}

/**
 * Takes a lock file that names this process. A lock whose holder no longer runs (killed, or the machine restarted)
 * is taken over.
 *
 * @param {string} path
 * @returns {() => void} gives the lock back
 * @throws {LockedError} when a running process holds it
 */
export function takeLock(path) {
  const mine = JSON.stringify(ownIdentity());
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, mine, { mode: 0o644 });
  try {
    // A hard link appears with its content or not at all, so no other process ever reads half a lock.
    while (!tryLink(draft, path)) removeStaleLock(path);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (read(path) === mine) rmSync(path, { force: true });
  };
}

/**
 * Takes a lock as {@link takeLock} does, waiting while somebody else holds it.
 *
 * @param {string} path
 * @param {(pid: number) => void} onWait called once when there is something to wait for
 */
export async function waitForLock(path, onWait) {
  for (let waited = false; ; waited = true) {
    try {
      return takeLock(path);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      if (!waited) onWait(error.pid);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** @param {string} draft @param {string} path */
function tryLink(draft, path) {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} path */
function removeStaleLock(path) {
  const found = read(path);
  if (found === undefined) return;
  const holder = parse(found);
  if (holder && isRunning(holder)) throw new LockedError(path, holder.pid);
  // Two processes may find the same stale lock: the rename gives it to one of them, and whoever finds that it moved
  // a fresh lock puts it back.
  const moved = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, moved);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (read(moved) !== found) tryLink(moved, path);
  rmSync(moved, { force: true });
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {string} text @returns {import('./identity.mjs').ProcessIdentity | undefined} */
function parse(text) {
  try {
    const { pid, started } = JSON.parse(text);
    return Number.isInteger(pid) && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}
