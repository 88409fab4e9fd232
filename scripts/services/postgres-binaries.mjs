import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packagedPostgres } from './postgres-package.mjs';
import { which } from './which.mjs';

/** Older servers lack what the migrations use. */
const OLDEST_MAJOR = 15;

/** Folders of systems that keep several versions side by side, and how the version's folder is called. */
const VERSIONED = [
  { dir: '/usr/lib/postgresql', name: /^\d+$/ },
  { dir: '/usr', name: /^pgsql-\d+$/ },
  { dir: '/opt/homebrew/opt', name: /^postgresql@\d+$/ },
  { dir: '/usr/local/opt', name: /^postgresql@\d+$/ },
];

/** @typedef {{ bin: string, major: number, origin: 'system' | 'package' }} PostgresBinaries */

/**
 * Finds a PostgreSQL server: one of the system's, newest first, else the one that comes as an npm package.
 *
 * @param {object} options
 * @param {number} [options.major] the version that an existing data folder needs
 * @param {{ uid?: number, gid?: number }} options.user who will run it
 * @param {string} options.toolsDir where a copy goes when that user cannot enter node_modules
 * @returns {PostgresBinaries}
 * @throws {Error} with the remedy when there is none
 */
export function findPostgres({ major, user, toolsDir }) {
  const fits = (one) => one.major >= OLDEST_MAJOR && (major === undefined || one.major === major);
  const found = systemPostgres().find(fits);
  if (found) return found;

  const bin = packagedPostgres({ user, toolsDir });
  const packaged = bin && { bin, major: majorOf(bin), origin: 'package' };
  if (packaged && fits(packaged)) return packaged;

  if (major !== undefined) {
    throw new Error(
      `the data kept here was made by PostgreSQL ${major}, which is not installed any more; ` +
        `install it (Debian: apt-get install postgresql-${major}), or set DATABASE_URL`,
    );
  }
  throw new Error(
    'no PostgreSQL found; install one (Debian: apt-get install postgresql), ' +
      'let npm bring it (npm ci --include=optional), or set DATABASE_URL',
  );
}

/** @returns {PostgresBinaries[]} newest first */
function systemPostgres() {
  if (process.env.KOTAE_SERVICES === 'packages') return [];
  const versioned = VERSIONED.flatMap(({ dir, name }) =>
    existsSync(dir)
      ? readdirSync(dir)
          .filter((entry) => name.test(entry))
          .map((entry) => join(dir, entry, 'bin'))
      : [],
  );
  const onPath = which('initdb');
  return [...versioned, ...(onPath ? [dirname(realpathSync(onPath))] : [])]
    .map((bin) => ({ bin, major: majorOf(bin), origin: 'system' }))
    .filter((one) => one.major !== undefined)
    .sort((a, b) => b.major - a.major);
}

/** The major version of the server in a folder; undefined when none can be run there. @param {string} bin */
function majorOf(bin) {
  if (!existsSync(join(bin, 'initdb'))) return undefined;
  const { stdout } = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' });
  const match = /\(PostgreSQL\) (\d+)/.exec(stdout ?? '');
  return match ? Number(match[1]) : undefined;
}
