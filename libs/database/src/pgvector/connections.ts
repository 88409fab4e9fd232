import type { Sql } from '../sql.js';

/** One connection, held until it is released. */
export interface Connection extends Sql {
  release(): Promise<void>;
}

/** Where connections come from: a TypeORM data source, for one. */
export interface Connections {
  createQueryRunner(): Connection;
}

/** Runs `work` on a connection of its own. */
export async function onConnection<T>(
  connections: Connections,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = connections.createQueryRunner();
  try {
    return await work(connection);
  } finally {
    await connection.release();
  }
}

/** Runs `work` in a transaction; `begin` is the statement (or several) that opens it. */
export function inTransaction<T>(
  connections: Connections,
  begin: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  return onConnection(connections, async (connection) => {
    await connection.query(begin);
    try {
      const result = await work(connection);
      await connection.query('commit');
      return result;
    } catch (error) {
      await connection.query('rollback').catch(() => undefined);
      throw error;
    }
  });
}
