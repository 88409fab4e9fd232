import { once } from 'node:events';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { DataSource, type DataSourceOptions, MigrationExecutor, type QueryRunner } from 'typeorm';
import { DomainError } from '#contracts';
import { dataSourceOptions } from '../data-source.js';
import type { OriginalStore } from '../originals/original-store.js';
import { readArchive } from './archive.js';
import { backupInvalid } from './backup-errors.js';
import type { BackupOptions } from './back-up.js';
import { copyTarget, type CopiedTable, listTables, quoted, type SequencePosition } from './list-tables.js';
import type { BackupHeader, BackupManifest } from './manifest.js';
import { parseName, type VerifiedBackup, verifyBackup } from './verify-backup.js';

/**
 * Puts a backup's rows and originals in the place of what is there. The file is compared with its manifest before
 * anything changes, and all rows change in one transaction: whatever goes wrong, everything stays as it was. A backup of
 * an older Kotae is restored into the schema of its time, which is then migrated.
 *
 * Redis and the files of indexes need no backup: workers rebuild both from the rows.
 *
 * @throws DomainError `invalid_request` for a file that is not a whole backup, `conflict` when the database holds
 * something (unless `replace`) or Kotae runs on it.
 */
export async function restoreBackup(
  databaseUrl: string,
  originals: OriginalStore,
  path: string,
  options: BackupOptions & { replace: boolean },
): Promise<BackupManifest> {
  // Rows are copied, indexes built and migrations run for as long as it takes.
  const everything = { ...dataSourceOptions(databaseUrl, 'kotae-restore', 2), extra: {} };
  const db = await new DataSource(everything).initialize();
  const runner = db.createQueryRunner();
  const added: string[] = [];
  try {
    const client = (await runner.connect()) as ClientBase;
    // Now and once nobody can come in between: nobody should wait for the file to be read to be told no.
    await refuseUnlessRoom(client, options.replace);
    const backup = await verifyBackup(path, options.signal);
    await runner.query(`select pg_advisory_lock(hashtext('kotae-migrate'))`);
    await runner.startTransaction();
    await makeRoom(runner, client, options.replace);
    await migrateAsThen(backup.header, everything, runner);
    await emptyTables(client);
    await restoreEntries(path, client, originals, backup, added, options);
    await setSequences(client, backup.manifest.sequences);
    await migrateTo(db, runner);
    await runner.commitTransaction();
    await runner.query('analyze');
    return backup.manifest;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    for (const sha256 of added) await originals.remove(sha256).catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
    await db.destroy();
  }
}

/** Makes the schema in which the backup's rows were. */
async function migrateAsThen(
  header: BackupHeader,
  options: DataSourceOptions,
  runner: QueryRunner,
): Promise<void> {
  const migrations = migrationsOf(header, options.migrations);
  const asOfThen = await new DataSource({ ...options, migrations }).initialize();
  try {
    await migrateTo(asOfThen, runner);
  } finally {
    await asOfThen.destroy();
  }
}

/** The migrations that had made the schema when the backup was made. @throws DomainError when this Kotae lacks one. */
function migrationsOf(header: BackupHeader, known: unknown): (new () => { name: string })[] {
  const classes = known as (new () => { name: string })[];
  const names = new Set(classes.map((migration) => new migration().name));
  if (header.migrations.some((name) => !names.has(name))) {
    throw backupInvalid('it was made by a newer Kotae; restore it with that one');
  }
  return classes.filter((migration) => header.migrations.includes(new migration().name));
}

/** Finds the tables that make room for the backup's. @throws DomainError `conflict` when they may not be dropped. */
async function refuseUnlessRoom(client: ClientBase, replace: boolean): Promise<CopiedTable[]> {
  const tables = await listTables(client);
  if (tables.length === 0) return tables;
  if (!tables.some(({ name }) => name === 'migrations')) {
    throw new DomainError('conflict', 'The database holds tables that are not Kotae’s. Use one of its own.');
  }
  await refuseWhileRunning(client);
  if (!replace) await refuseUnlessEmpty(client, tables);
  return tables;
}

/** Drops what the schema holds, if it may be dropped. @throws DomainError `conflict`. */
async function makeRoom(runner: QueryRunner, client: ClientBase, replace: boolean): Promise<void> {
  const tables = await refuseUnlessRoom(client, replace);
  if (tables.length === 0) return;
  // Nobody may come in between the look and the drop.
  await runner.query(
    `lock table ${tables.map(({ name }) => quoted(name)).join(', ')} in access exclusive mode`,
  );
  await refuseUnlessRoom(client, replace);
  for (const { name } of tables) await runner.query(`drop table ${quoted(name)} cascade`);
  // The index in PostgreSQL follows the change log, and must not go on from a position in another one.
  await runner.query('drop schema if exists kotae_index cascade');
}

/** A running API or worker would go on with rows that are not there any more. */
async function refuseWhileRunning(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ application_name: string }>(
    `select distinct application_name from pg_stat_activity
     where datname = current_database() and application_name in ('kotae-api', 'kotae-worker', 'kotae-backup')`,
  );
  if (rows.length === 0) return;
  const names = rows.map(({ application_name: name }) => name).join(' and ');
  throw new DomainError('conflict', `${names} is connected to the database. Stop it, then restore.`);
}

/** A new installation has the collection `default` and nothing else. */
async function refuseUnlessEmpty(client: ClientBase, tables: CopiedTable[]): Promise<void> {
  for (const { name } of tables.filter((table) => table.name !== 'migrations')) {
    const where = name === 'collections' ? ` where name <> 'default'` : '';
    const { rowCount } = await client.query(`select from ${quoted(name)}${where} limit 1`);
    if (rowCount === 0) continue;
    throw new DomainError(
      'conflict',
      `The database is not empty (there are rows in ${name}). Restore into an empty one, or say --replace to lose all that is in this one.`,
    );
  }
}

async function migrateTo(db: DataSource, runner: QueryRunner): Promise<void> {
  const executor = new MigrationExecutor(db, runner);
  executor.transaction = 'none';
  await executor.executePendingMigrations();
}

/** Migrations leave rows of their own, which the backup has too. */
async function emptyTables(client: ClientBase): Promise<void> {
  for (const { name } of (await listTables(client)).reverse())
    await client.query(`delete from ${quoted(name)}`);
}

/** Copies rows into the transaction and originals into their store; `added` names those that were not there before. */
async function restoreEntries(
  path: string,
  client: ClientBase,
  originals: OriginalStore,
  { header, manifest }: VerifiedBackup,
  added: string[],
  { signal, onProgress }: BackupOptions,
): Promise<void> {
  const damaged = new Set(manifest.originals.damaged);
  const tables = new Map(header.tables.map((table) => [table.name, table]));
  let copy: RowsCopy | null = null;
  const endCopy = async (): Promise<void> => {
    if (!copy) return;
    copy.stream.end();
    await finished(copy.stream);
    copy = null;
  };
  let done = 0;
  await readArchive(
    path,
    async ({ name, content }) => {
      const { table, sha256 } = parseName(name);
      if (copy && copy.table !== table) await endCopy();
      if (table !== undefined) {
        if (!copy)
          onProgress?.({ step: 'rows', done: [...tables.keys()].indexOf(table), total: tables.size });
        copy ??= beginCopy(client, known(tables, table));
        await writeAll(copy, content);
      } else if (sha256 !== undefined && !damaged.has(sha256)) {
        onProgress?.({ step: 'originals', done: done++, total: manifest.originals.count });
        await putOriginal(originals, sha256, content, added);
      }
    },
    signal,
  );
  await endCopy();
}

function known(tables: ReadonlyMap<string, CopiedTable>, name: string): CopiedTable {
  const table = tables.get(name);
  if (!table) throw backupInvalid(`its rows are of ${name}, which it does not describe`);
  return table;
}

/** Rows of a table on their way into the database. */
interface RowsCopy {
  table: string;
  stream: CopyStreamQuery;
  /** Rejects when a row does not fit, after which nothing drains any more. */
  failed: Promise<never>;
}

function beginCopy(client: ClientBase, table: CopiedTable): RowsCopy {
  const stream = client.query(copyFrom(`copy ${copyTarget(table)} from stdin`));
  const failed = once(stream, 'error').then(([error]) => Promise.reject(error as Error));
  failed.catch(() => undefined);
  return { table: table.name, stream, failed };
}

async function writeAll({ stream, failed }: RowsCopy, content: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of content) {
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), failed]);
  }
}

async function putOriginal(
  originals: OriginalStore,
  sha256: string,
  content: AsyncIterable<Buffer>,
  added: string[],
): Promise<void> {
  if ((await originals.size(sha256)) === null) added.push(sha256);
  const stored = await originals.put(Readable.from(content));
  // The file was verified before; now it is another one.
  if (stored.sha256 !== sha256) throw backupInvalid('it changed while it was read');
}

async function setSequences(client: ClientBase, sequences: SequencePosition[]): Promise<void> {
  for (const { table, column, last, called } of sequences) {
    await client.query('select setval(pg_get_serial_sequence($1, $2), $3::bigint, $4)', [
      quoted(table),
      column,
      last,
      called,
    ]);
  }
}
