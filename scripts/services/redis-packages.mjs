import { join } from 'node:path';
import { fetchDebianPackages } from './debian-packages.mjs';

/**
 * Debian's (or Ubuntu's) Redis with the libraries that are missing here, unpacked under `toolsDir`.
 *
 * @param {{ toolsDir: string, say: (line: string) => void }} options
 * @returns {Promise<{ path: string, env: Record<string, string> } | undefined>} undefined where there is no apt
 */
export async function fetchRedisPackages({ toolsDir, say }) {
  const packages = ['redis-server', 'redis-tools'];
  const fetched = await fetchDebianPackages({
    folder: join(toolsDir, 'redis'),
    packages,
    what: 'Redis',
    say,
  });
  if (!fetched) return undefined;
  return {
    path: join(fetched.folder, 'usr/bin/redis-server'),
    env: { LD_LIBRARY_PATH: fetched.libraryPath },
  };
}
