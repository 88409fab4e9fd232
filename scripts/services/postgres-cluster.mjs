import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../process/run.mjs';

/** The role and the database that Kotae uses; the superuser is `postgres`. */
export const ROLE = 'kotae';

/** The major version that made the cluster in `dir`; undefined when there is none yet. @param {string} dir */
export function clusterMajor(dir) {
  const file = join(dir, 'cluster/PG_VERSION');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined;
}

/**
 * Makes `dir/cluster` with the role and the database of {@link ROLE}. All is prepared under another name and renamed
 * at the end, so that an interrupted start leaves nothing half made.
 *
 * @param {object} options
 * @param {string} options.dir
 * @param {string} options.bin folder of initdb and postgres
 * @param {{ uid?: number, gid?: number }} options.user
 * @param {{ postgresAdmin: string, postgres: string }} options.secrets
 * @param {boolean} options.durable false skips flushing to disk, for throw-away servers
 */
export async function makeCluster({ dir, bin, user, secrets, durable }) {
  const draft = join(dir, 'cluster.new');
  const passwordFile = join(dir, 'password.new');
  const runAs = { ...user, cwd: dir, quiet: true, timeoutMs: 120_000 };
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  try {
    writePrivate(passwordFile, `${secrets.postgresAdmin}\n`, user);
    await run(
      join(bin, 'initdb'),
      [
        `--pgdata=${draft}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--no-locale',
        '--data-checksums',
        ...(durable ? [] : ['--no-sync']),
      ],
      runAs,
    );
    await run(join(bin, 'postgres'), ['--single', '-D', draft, ...(durable ? [] : ['-F']), 'postgres'], {
      ...runAs,
      input: `CREATE ROLE ${ROLE} LOGIN PASSWORD '${secrets.postgres}'\nCREATE DATABASE ${ROLE} OWNER ${ROLE}\n`,
    });
  } catch (error) {
    throw new Error(`the database could not be made: ${error.message}\n${error.output ?? ''}`, {
      cause: error,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, join(dir, 'cluster'));
}

/** Writes a file that only the server's user may read. @param {string} file @param {string} text @param {{ uid?: number, gid?: number }} user */
export function writePrivate(file, text, user) {
  writeFileSync(file, text, { mode: 0o600 });
  if (user.uid !== undefined) chownSync(file, user.uid, user.gid);
}
