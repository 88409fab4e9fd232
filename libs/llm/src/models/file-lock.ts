import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { DomainError } from '#contracts';
import { systemCode } from './transfer-interrupted.js';

/** The holder touches its lock this often, so that a lock on a shared volume shows whether its holder lives. */
const HEARTBEAT_MS = 10_000;
/** Six missed heartbeats: the holder is gone, on whichever machine or container it was. */
const STALE_MS = 60_000;

/**
 * Runs `action` while holding `<path>.lock`, so that two processes never write one file. A lock whose process has died
 * is taken over: at once on the same machine, after a minute on another.
 *
 * @throws DomainError `conflict` when a living process holds it
 */
export async function withFileLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  const owner = JSON.stringify({ pid: process.pid, host: hostname() });
  try {
    await writeFile(lock, owner, { flag: 'wx' });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    if (await isHeld(lock)) {
      throw new DomainError(
        'conflict',
        `Another process is working on ${path}; wait for it to end, or if there is none delete ${lock}`,
        { cause: error },
      );
    }
    await rm(lock, { force: true });
    await writeFile(lock, owner, { flag: 'wx' });
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A missed beat does no harm, and a lock that was deleted by hand is no reason to stop.
    utimes(lock, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await action();
  } finally {
    clearInterval(heartbeat);
    await rm(lock, { force: true });
  }
}

async function isHeld(lock: string): Promise<boolean> {
  const found = await stat(lock).catch(() => null);
  if (found === null || Date.now() - found.mtimeMs > STALE_MS) return false;
  const { pid, host } = parseOwner(await readFile(lock, 'utf8').catch(() => ''));
  return host !== hostname() || pid === null || isAlive(pid);
}

function parseOwner(text: string): { pid: number | null; host: string | null } {
  try {
    const { pid, host } = JSON.parse(text) as { pid?: unknown; host?: unknown };
    return { pid: typeof pid === 'number' ? pid : null, host: typeof host === 'string' ? host : null };
  } catch {
    return { pid: null, host: null };
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not permitted to signal it means that it is there.
    return systemCode(error) === 'EPERM';
  }
}
