import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { findPostgres } from './postgres-binaries.mjs';
import { clusterMajor, makeCluster, ROLE } from './postgres-cluster.mjs';
import { stopOrphan } from './postgres-orphan.mjs';
import { exchange, portLike } from './ports.mjs';
import { makePrivateFolder, serviceUser } from './service-user.mjs';
import { waitUntilReady } from './wait-until-ready.mjs';

/** Asks PostgreSQL to disconnect everybody and end in good order. */
export const POSTGRES_STOP_SIGNAL = 'SIGINT';

/**
 * Prepares a private PostgreSQL in `dir`: binaries, cluster, port. Nothing runs yet.
 *
 * @param {object} options
 * @param {string} options.dir
 * @param {string} options.toolsDir
 * @param {{ postgresAdmin: string, postgres: string }} options.secrets
 * @param {number} [options.port] the port to prefer
 * @param {boolean} [options.durable] false trades the safety of the data for speed, for throw-away servers
 * @param {boolean} [options.detached] run it in a process group of its own
 */
export async function preparePostgres({ dir, toolsDir, secrets, port, durable = true, detached = true }) {
  const user = serviceUser(dir);
  makePrivateFolder(dir, user);
  const binaries = findPostgres({ major: clusterMajor(dir), user, toolsDir });
  await stopOrphan(join(dir, 'cluster'), POSTGRES_STOP_SIGNAL);
  if (clusterMajor(dir) === undefined) await makeCluster({ dir, bin: binaries.bin, user, secrets, durable });

  const chosen = await portLike(port);
  const settings = {
    listen_addresses: '127.0.0.1',
    port: chosen,
    // The path of a socket may have 107 bytes only, which a deep checkout exceeds.
    unix_socket_directories: '',
    max_connections: 200,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = join(dir, 'postgres.log');
  const url = (role, password) => `postgres://${role}:${password}@127.0.0.1:${chosen}`;
  return {
    port: chosen,
    log,
    label: `PostgreSQL ${binaries.major}`,
    url: `${url(ROLE, secrets.postgres)}/${ROLE}`,
    adminUrl: `${url('postgres', secrets.postgresAdmin)}/postgres`,
    /** Starts the server process. */
    launch() {
      const out = openSync(log, 'w', 0o600);
      const options = { ...user, cwd: dir, detached, stdio: ['ignore', out, out] };
      const child = spawn(join(binaries.bin, 'postgres'), ['-D', join(dir, 'cluster'), ...args], options);
      closeSync(out);
      return child;
    },
    /** Waits until it accepts connections. @param {() => boolean} hasFailed */
    ready: (hasFailed) =>
      waitUntilReady({ name: 'PostgreSQL', isReady: () => acceptsConnections(chosen), hasFailed, log }),
  };
}

/**
 * Whether PostgreSQL would let a client in: to a start-up message it answers with a request for a password ('R'), and
 * while it is still starting with an error ('E').
 *
 * @param {number} port
 */
async function acceptsConnections(port) {
  const body = Buffer.from(`\0\x03\0\0user\0${ROLE}\0database\0${ROLE}\0\0`, 'latin1');
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  const answer = await exchange(port, Buffer.concat([length, body]));
  return answer?.[0] === 'R'.charCodeAt(0);
}
