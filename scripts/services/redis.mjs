import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { exchange, portLike } from './ports.mjs';
import { writePrivate } from './postgres-cluster.mjs';
import { findRedis } from './redis-binaries.mjs';
import { makePrivateFolder, serviceUser } from './service-user.mjs';
import { waitUntilReady } from './wait-until-ready.mjs';

/** Asks Redis to save and end. */
export const REDIS_STOP_SIGNAL = 'SIGTERM';

/**
 * Prepares a private Redis in `dir`: binary, configuration, port. Nothing runs yet.
 *
 * @param {object} options
 * @param {string} options.dir
 * @param {string} options.toolsDir
 * @param {{ redis: string }} options.secrets
 * @param {(line: string) => void} options.say
 * @param {number} [options.port] the port to prefer
 * @param {boolean} [options.detached] run it in a process group of its own
 */
export async function prepareRedis({ dir, toolsDir, secrets, say, port, detached = true }) {
  const user = serviceUser(dir);
  makePrivateFolder(dir, user);
  const binary = await findRedis({ toolsDir, say });
  const chosen = await portLike(port);
  const config = join(dir, 'redis.conf');
  writePrivate(config, configuration({ dir, port: chosen, password: secrets.redis }), user);
  const log = join(dir, 'redis.log');
  return {
    port: chosen,
    log,
    label: `Redis ${binary.version}`,
    url: `redis://:${secrets.redis}@127.0.0.1:${chosen}`,
    /** Starts the server process. */
    launch() {
      const out = openSync(log, 'w', 0o600);
      const env = { ...process.env, ...binary.env };
      const child = spawn(binary.path, [config], {
        ...user,
        cwd: dir,
        env,
        detached,
        stdio: ['ignore', out, out],
      });
      closeSync(out);
      return child;
    },
    /** Waits until it answers. @param {() => boolean} hasFailed */
    ready: (hasFailed) =>
      waitUntilReady({ name: 'Redis', isReady: () => answers(chosen, secrets.redis), hasFailed, log }),
  };
}

/**
 * Jobs must survive a crash (append-only file) and must never be evicted. A queue without its data is rebuilt from
 * PostgreSQL, so a second of loss is acceptable.
 */
function configuration({ dir, port, password }) {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir "${dir}"`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}

/** @param {number} port @param {string} password */
async function answers(port, password) {
  const reply = await exchange(port, `AUTH ${password}\r\nPING\r\n`);
  return reply?.toString().includes('+PONG') ?? false;
}
