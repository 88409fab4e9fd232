import type { ClientBase } from 'pg';
import { rows, type Sql } from '../sql.js';

const KEY = `hashtext('kotae-originals'), 0`;

/** Until {@link letOriginalsGo}, or the end of the connection, no original is removed. Waits for another backup. */
export async function keepOriginals(client: ClientBase): Promise<void> {
  await client.query(`select pg_advisory_lock(${KEY})`);
}

export async function letOriginalsGo(client: ClientBase): Promise<void> {
  await client.query(`select pg_advisory_unlock(${KEY})`);
}

/** Whether the caller's transaction may remove originals: not while a backup copies them. It removes them itself then. */
export async function mayRemoveOriginals(sql: Sql): Promise<boolean> {
  const [lock] = await rows<{ free: boolean }>(
    sql,
    `select pg_try_advisory_xact_lock_shared(${KEY}) as free`,
  );
  return lock?.free ?? false;
}
