import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LockedError, takeLock } from '../process/lock.mjs';
import { findInstance, withdrawInstance } from './instance.mjs';

/**
 * Keeps everybody else from working on the same data, until the end of `life`.
 *
 * @param {string} dataDir
 * @param {ReturnType<typeof import('../process/life.mjs').beginLife>} life
 * @throws {Error} that says where the running instance is
 */
export function lockInstallation(dataDir, life) {
  mkdirSync(dataDir, { recursive: true });
  try {
    const unlock = takeLock(join(dataDir, 'start.lock'));
    const release = () => {
      withdrawInstance(dataDir);
      unlock();
    };
    life.add(() => ({ stop: async () => release(), kill: release }));
  } catch (error) {
    if (error instanceof LockedError) {
      const instance = findInstance(dataDir);
      const where = instance ? ` at ${instance.url}` : ', and is still starting';
      throw new Error(`Kotae is already running (process ${error.pid})${where}`, { cause: error });
    }
    if (error.code === 'EACCES') {
      throw new Error(`${dataDir} belongs to another user; run as that user, or set KOTAE_DATA_DIR`, {
        cause: error,
      });
    }
    throw error;
  }
}
