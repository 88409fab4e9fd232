import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import { DomainError } from '#contracts';
import { dataSourceOptions } from '../data-source.js';
import { DocumentsRepository } from '../documents/documents.repository.js';
import type { OriginalStore } from '../originals/original-store.js';
import { rows } from '../sql.js';
import { type ArchiveWriter, writeArchive } from './archive.js';
import { keepOriginals, letOriginalsGo } from './keep-originals.js';
import { copyTarget, type CopiedTable, listSequences, listTables } from './list-tables.js';
import {
  BACKUP_FORMAT,
  type BackupHeader,
  type BackupManifest,
  HEADER,
  MANIFEST,
  sealManifest,
} from './manifest.js';

/** Rows are cut into entries of this size, as an entry's size must be known before it begins. */
const PIECE_BYTES = 4_194_304;
/** Originals looked up at a time. */
const PAGE = 1000;

/** How far a backup or its restoring has come. */
export interface BackupProgress {
  step: 'rows' | 'originals';
  /** Rows: tables; originals: originals. */
  done: number;
  total: number;
}

/** What happens around a backup or its restoring. */
export interface BackupOptions {
  signal: AbortSignal;
  onProgress?: (progress: BackupProgress) => void;
}

/**
 * Writes everything that Kotae keeps to one file: all rows as they were at one moment, and the originals that they
 * speak of. Kotae may run meanwhile. Memory stays flat, whatever there is.
 *
 * The file is a gzipped tar: a header, the rows of each table in pieces, the originals by hash, and the manifest.
 *
 * @returns what it holds.
 */
export async function backUp(
  databaseUrl: string,
  originals: OriginalStore,
  path: string,
  options: BackupOptions,
): Promise<BackupManifest> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'kotae-backup' });
  await client.connect();
  try {
    // The snapshot lives as long as the copying takes.
    await client.query(`set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`);
    await keepOriginals(client);
    await client.query('begin transaction isolation level repeatable read, read only');
    let manifest: BackupManifest | undefined;
    await writeArchive(
      path,
      async (archive) => {
        manifest = await fill(archive, client, originals, options);
      },
      options.signal,
    );
    await letOriginalsGo(client);
    await removeDeleted(databaseUrl, client, originals);
    if (!manifest) throw new Error('the archive was not filled');
    return manifest;
  } finally {
    await client.end();
  }
}

async function fill(
  archive: ArchiveWriter,
  client: Client,
  originals: OriginalStore,
  options: BackupOptions,
): Promise<BackupManifest> {
  const header = await describe(client);
  await archive.add(HEADER, Buffer.from(JSON.stringify(header, null, 2)));
  const tables: BackupManifest['tables'] = [];
  for (const table of header.tables) {
    options.onProgress?.({ step: 'rows', done: tables.length, total: header.tables.length });
    tables.push(await addTable(archive, client, table));
  }
  const sequences = await listSequences(client);
  const kept = await addOriginals(archive, client, originals, options);
  const manifest = { created_at: header.created_at, tables, sequences, originals: kept };
  await archive.add(MANIFEST, Buffer.from(sealManifest(manifest)));
  return manifest;
}

async function describe(client: Client): Promise<BackupHeader> {
  const { rows: migrations } = await client
    .query<{ name: string }>('select name from migrations order by id')
    .catch((cause: unknown) => {
      throw new DomainError('conflict', 'There is no Kotae in this database: nothing to back up.', { cause });
    });
  return {
    format: BACKUP_FORMAT,
    created_at: new Date().toISOString(),
    migrations: migrations.map(({ name }) => name),
    tables: await listTables(client),
  };
}

async function addTable(
  archive: ArchiveWriter,
  client: Client,
  table: CopiedTable,
): Promise<BackupManifest['tables'][number]> {
  const copy = client.query(copyTo(`copy ${copyTarget(table)} to stdout`));
  const hash = createHash('sha256');
  let bytes = 0;
  let pieces = 0;
  for await (const piece of inPieces(copy)) {
    hash.update(piece);
    bytes += piece.length;
    await archive.add(`rows/${table.name}/${String(++pieces).padStart(8, '0')}`, piece);
  }
  return { name: table.name, rows: copy.rowCount, bytes, sha256: hash.digest('hex') };
}

async function* inPieces(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    held.push(chunk);
    size += chunk.length;
    if (size < PIECE_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

/** Adds every original that a row of the snapshot speaks of. */
async function addOriginals(
  archive: ArchiveWriter,
  client: Client,
  originals: OriginalStore,
  { onProgress }: BackupOptions,
): Promise<BackupManifest['originals']> {
  const kept: BackupManifest['originals'] = { count: 0, bytes: 0, missing: [], damaged: [] };
  const { rows } = await client.query<{ total: number }>(
    'select count(distinct sha256)::int as total from document_versions',
  );
  for await (const hashes of originalsOf(client)) {
    for (const sha256 of hashes) {
      onProgress?.({ step: 'originals', done: kept.count, total: rows[0]?.total ?? 0 });
      const size = await originals.size(sha256);
      if (size === null) {
        kept.missing.push(sha256);
        continue;
      }
      const hash = createHash('sha256');
      const content = (await originals.read(sha256)).on('data', (chunk: Buffer) => hash.update(chunk));
      await archive.addStream(`originals/${sha256}`, size, content);
      if (hash.digest('hex') !== sha256) kept.damaged.push(sha256);
      kept.count += 1;
      kept.bytes += size;
    }
  }
  return kept;
}

/** Hashes of all originals that the snapshot speaks of, in pages. */
async function* originalsOf(client: Client): AsyncGenerator<string[]> {
  for (let after = ''; ;) {
    const { rows } = await client.query<{ sha256: string }>(
      `select distinct sha256 from document_versions where sha256 > $1 order by sha256 limit ${PAGE}`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ sha256 }) => sha256);
    after = last.sha256;
  }
}

/** Removes the originals of documents that were deleted while they had to be kept for the backup. */
async function removeDeleted(databaseUrl: string, snapshot: Client, originals: OriginalStore): Promise<void> {
  const db = await new DataSource(dataSourceOptions(databaseUrl, 'kotae-backup', 1)).initialize();
  try {
    const documents = new DocumentsRepository(db);
    for await (const hashes of originalsOf(snapshot)) {
      const gone = await rows<{ sha256: string }>(
        db,
        `select sha256 from unnest($1::text[]) as known (sha256)
         where not exists (select 1 from document_versions v where v.sha256 = known.sha256)`,
        [hashes],
      );
      await documents.releaseOriginals(
        gone.map(({ sha256 }) => sha256),
        (sha256) => originals.remove(sha256),
      );
    }
  } finally {
    await db.destroy();
  }
}
