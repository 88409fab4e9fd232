import { spawnSync } from 'node:child_process';
import { fetchRedisPackages } from './redis-packages.mjs';
import { which } from './which.mjs';

/** Older servers lack commands that the queue uses. */
const OLDEST_VERSION = '7.0.0';

/** @typedef {{ path: string, version: string, env: Record<string, string> }} RedisBinary */

/**
 * Finds a Redis server: the system's (or Valkey, which took over its code), else Debian's packages unpacked under
 * `toolsDir`, which needs no rights.
 *
 * @param {{ toolsDir: string, say: (line: string) => void }} options
 * @returns {Promise<RedisBinary>}
 * @throws {Error} with the remedy when there is none
 */
export async function findRedis({ toolsDir, say }) {
  const system =
    process.env.KOTAE_SERVICES === 'packages' ? [] : ['redis-server', 'valkey-server'].map(which);
  for (const path of system) {
    const found = path && probe(path, {});
    if (found) return found;
  }
  const unpacked = await fetchRedisPackages({ toolsDir, say }).catch((cause) => {
    throw new Error(
      `no Redis ${OLDEST_VERSION} or newer found; install one (Debian: apt-get install redis-server), ` +
        `or set REDIS_URL (${cause.message})`,
      { cause },
    );
  });
  const found = unpacked && probe(unpacked.path, unpacked.env);
  if (found) return found;
  throw new Error(
    `no Redis ${OLDEST_VERSION} or newer found; install one ` +
      '(Debian: apt-get install redis-server, macOS: brew install redis), or set REDIS_URL',
  );
}

/** @param {string} path @param {Record<string, string>} env @returns {RedisBinary | undefined} */
function probe(path, env) {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', env: { ...process.env, ...env } });
  const version = /\bv=(\d+\.\d+\.\d+)/.exec(stdout ?? '')?.[1];
  const recent = version && version.localeCompare(OLDEST_VERSION, 'en', { numeric: true }) >= 0;
  return recent ? { path, version, env } : undefined;
}
