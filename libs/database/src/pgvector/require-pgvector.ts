import { DomainError } from '#contracts';
import { rows, type Sql } from '../sql.js';

/** The first version that goes on searching when a filter rejects what it found, and has half-precision vectors. */
const OLDEST = [0, 8];
const OR_MEMORY = 'or set KOTAE_INDEX=memory to keep the index in the memory of each worker.';

/**
 * Makes sure that the database has pgvector, and installs it into the database if it may.
 *
 * @throws DomainError `index_unavailable` that says what to do when it has not.
 */
export async function requirePgvector(sql: Sql): Promise<void> {
  const [extension] = await rows<{ installed: string | null; available: string }>(
    sql,
    `select installed_version as installed, default_version as available
     from pg_available_extensions where name = 'vector'`,
  );
  if (!extension) {
    throw missing(
      `this PostgreSQL does not have it. Install it on the server (Debian: postgresql-<version>-pgvector; ` +
        `Docker: the image pgvector/pgvector), or point KOTAE_PGVECTOR_URL to a server that has it, ${OR_MEMORY}`,
    );
  }
  if (extension.installed === null) await install(sql);
  const version = extension.installed ?? extension.available;
  if (isOlder(version)) {
    throw missing(
      `0.8 or newer, and this PostgreSQL has ${version}. Update it (alter extension vector update), ${OR_MEMORY}`,
    );
  }
}

async function install(sql: Sql): Promise<void> {
  try {
    await sql.query('create extension if not exists vector');
  } catch (cause) {
    throw missing(
      `which this database user may not install. Run "create extension vector" in the database once as a superuser, ${OR_MEMORY}`,
      cause,
    );
  }
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0]! || (major === OLDEST[0] && minor < OLDEST[1]!);
}

function missing(what: string, cause?: unknown): DomainError {
  return new DomainError('index_unavailable', `KOTAE_INDEX=pgvector needs the extension pgvector: ${what}`, {
    cause,
  });
}
