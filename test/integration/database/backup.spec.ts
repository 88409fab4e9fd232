import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import {
  backUp,
  type BackupOptions,
  dataSourceOptions,
  DocumentsRepository,
  FolderOriginals,
  KeysRepository,
  restoreBackup,
} from '#database';
import { copyTarget, listSequences, listTables } from '../../../libs/database/src/backup/list-tables.js';
import { createTestDatabase, type TestDatabase } from '../../support/services.js';
import { query } from '../../support/transitions.js';

const folder = mkdtempSync(join(tmpdir(), 'backups-'));
const databases: TestDatabase[] = [];
let files = 0;
const newFile = (): string => join(folder, `${++files}.tar.gz`);
const newOriginals = (): FolderOriginals => new FolderOriginals(join(folder, `originals-${++files}`));
async function newDatabase(migrated = true): Promise<string> {
  const database = await createTestDatabase({ migrated });
  databases.push(database);
  return database.url;
}
afterAll(async () => {
  for (const database of databases) await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const running = (options: Partial<BackupOptions> = {}): BackupOptions => ({
  signal: new AbortController().signal,
  ...options,
});
const restore = (url: string, originals: FolderOriginals, file: string, replace = false) =>
  restoreBackup(url, originals, file, { ...running(), replace });

/** Every row and every sequence of a database, as COPY writes them. */
async function dump(url: string): Promise<Record<string, string>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found: Record<string, string> = { sequences: JSON.stringify(await listSequences(client)) };
    for (const table of await listTables(client)) {
      const copied = await buffer(client.query(copyTo(`copy ${copyTarget(table)} to stdout`)));
      found[table.name] = copied.toString().split('\n').sort().join('\n');
    }
    return found;
  } finally {
    await client.end();
  }
}

async function withDocuments<T>(
  url: string,
  use: (documents: DocumentsRepository) => Promise<T>,
): Promise<T> {
  const db = await new DataSource(dataSourceOptions(url, 'spec', 2)).initialize();
  try {
    return await use(new DocumentsRepository(db));
  } finally {
    await db.destroy();
  }
}

async function addDocument(url: string, originals: FolderOriginals, name: string, bytes: Buffer) {
  const stored = await originals.put(Readable.from([bytes]));
  const [collection] = await query<{ id: string }>(url, `select id from collections where name = 'default'`);
  return withDocuments(url, (documents) =>
    documents.upload(
      { collectionId: collection?.id ?? '', name, ...stored, uploader: 'local' },
      async () => true,
    ),
  );
}

/** An installation with rows of many kinds, among them all that COPY must escape, and more than one piece of them. */
async function filled(): Promise<{ url: string; originals: FolderOriginals; documentIds: string[] }> {
  const url = await newDatabase();
  const originals = newOriginals();
  const documentIds: string[] = [];
  for (const [name, size] of [
    ['a.txt', 10],
    ['tab\\tnull\\N “名前” 👩‍👩‍👧.pdf', 100_000],
    ['c.bin', 3_000_000],
  ] as const) {
    documentIds.push((await addDocument(url, originals, name, randomBytes(size))).documentId);
  }
  await addDocument(url, originals, 'd.bin', randomBytes(3_000_000));
  const db = await new DataSource(dataSourceOptions(url, 'spec', 1)).initialize();
  await new KeysRepository(db).create('someone');
  await db.destroy();
  await query(
    url,
    `insert into extractions (id, sha256, reader) select id, sha256, 'spec' from document_versions;
     update document_versions set extraction_id = id;
     insert into extraction_texts (extraction_id, start_offset, text)
       select v.id, n * 65536, repeat(E'line\\n\\tcell\\\\ 日本', 7000) from document_versions v, generate_series(0, 24) n;
     insert into passages (version_id, ordinal, start_offset, end_offset, heading, text)
       select v.id, n, n, n + 1, '', 'passage ' || n from document_versions v, generate_series(1, 500) n;
     insert into passage_embeddings (passage_id, embedder_id, embedding)
       select id, 'hashed', decode(md5(id::text), 'hex') from passages;
     insert into index_log (collection_id, op, version_id)
       select d.collection_id, 'add', v.id from document_versions v join documents d on d.id = v.document_id;
     delete from index_log where seq = (select max(seq) from index_log);`,
  );
  return { url, originals, documentIds };
}

describe('a backup', () => {
  it('is restored row by row and byte by byte into an empty database', async () => {
    const { url, originals } = await filled();
    const file = newFile();
    const manifest = await backUp(url, originals, file, running());
    expect(manifest.originals).toMatchObject({ count: 4, missing: [], damaged: [] });
    expect(manifest.tables.find(({ name }) => name === 'passages')?.rows).toBe(2000);

    const [empty, copies] = [await newDatabase(false), newOriginals()];
    expect(await restore(empty, copies, file)).toEqual(manifest);
    expect(await dump(empty)).toEqual(await dump(url));
    for await (const { sha256 } of originals.list()) {
      const bytes = await buffer(await copies.read(sha256));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    // A sequence goes on behind the row that was deleted before the backup.
    const [next] = await query<{ seq: string }>(
      empty,
      `insert into index_log (collection_id, op, version_id)
       select id, 'add', gen_random_uuid() from collections limit 1 returning seq`,
    );
    expect(Number(next?.seq)).toBe(5);
  });

  it('is restored into a new installation, and of one in use only when that is said', async () => {
    const { url, originals } = await filled();
    const file = newFile();
    await backUp(url, originals, file, running());
    const fresh = await newDatabase();
    await restore(fresh, newOriginals(), file);
    expect(await dump(fresh)).toEqual(await dump(url));

    const used = await newDatabase();
    const usedOriginals = newOriginals();
    await addDocument(used, usedOriginals, 'mine.txt', Buffer.from('mine'));
    const before = await dump(used);
    await expect(restore(used, usedOriginals, file)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('--replace'),
    });
    // That is said before the file is looked at, which may take long.
    await expect(restore(used, usedOriginals, join(folder, 'none'))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await dump(used)).toEqual(before);
    await restore(used, usedOriginals, file, true);
    expect(await dump(used)).toEqual(await dump(url));
  });

  it('is not restored beneath a running Kotae', async () => {
    const { url, originals } = await filled();
    const file = newFile();
    await backUp(url, originals, file, running());
    const used = await newDatabase();
    const api = await new DataSource(dataSourceOptions(used, 'kotae-api', 1)).initialize();
    await expect(restore(used, newOriginals(), file, true)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('kotae-api'),
    });
    await api.destroy();
    await restore(used, newOriginals(), file);
  });

  it('holds one moment: what is added or deleted meanwhile is not there, or still there', async () => {
    const { url, originals, documentIds } = await filled();
    const before = await dump(url);
    const file = newFile();
    const [deleted = ''] = documentIds;
    const meanwhile: Promise<string[]>[] = [];
    const change = async (): Promise<string[]> => {
      await addDocument(url, originals, 'late.txt', Buffer.from('late'));
      return withDocuments(url, async (documents) => {
        const { originals: hashes } = await documents.delete(deleted);
        await documents.releaseOriginals(hashes, (sha256) => originals.remove(sha256));
        return hashes;
      });
    };
    // The snapshot is taken with the first table.
    await backUp(
      url,
      originals,
      file,
      running({ onProgress: ({ done }) => done === 1 && meanwhile.length === 0 && meanwhile.push(change()) }),
    );
    const [removed = ''] = (await Promise.all(meanwhile)).flat();
    const [empty, copies] = [await newDatabase(false), newOriginals()];
    await restore(empty, copies, file);
    expect(await dump(empty)).toMatchObject({ ...before, sequences: expect.anything() });
    expect(await copies.size(removed)).not.toBeNull();
    // The backup kept it for itself alone.
    expect(await originals.size(removed)).toBeNull();
  });

  it('says which originals are missing or damaged, and restores all the rest', async () => {
    const { url, originals } = await filled();
    const hashes: string[] = [];
    for await (const { sha256 } of originals.list()) hashes.push(sha256);
    const [missing = '', damaged = ''] = hashes;
    await originals.remove(missing);
    await originals.withFile(damaged, async (path) => writeFileSync(path, 'rubbish'));
    const file = newFile();
    const manifest = await backUp(url, originals, file, running());
    expect(manifest.originals).toMatchObject({ missing: [missing], damaged: [damaged] });
    const [empty, copies] = [await newDatabase(false), newOriginals()];
    await restore(empty, copies, file);
    expect(await dump(empty)).toEqual(await dump(url));
    expect([await copies.size(missing), await copies.size(damaged)]).toEqual([null, null]);
  });

  it('leaves no file when it is broken off', async () => {
    const { url, originals } = await filled();
    const stop = new AbortController();
    const file = newFile();
    const options = running({
      signal: stop.signal,
      onProgress: ({ step }) => step === 'originals' && stop.abort(),
    });
    await expect(backUp(url, originals, file, options)).rejects.toThrow('aborted');
    expect(existsSync(file) || existsSync(`${file}.part`)).toBe(false);
  });
});

describe('a backup of another Kotae', () => {
  it('of an older one is migrated', async () => {
    const url = await newDatabase(false);
    const options = dataSourceOptions(url, 'spec', 1);
    const old = new DataSource({ ...options, migrations: (options.migrations as []).slice(0, 2) });
    await old.initialize();
    await old.runMigrations();
    await old.destroy();
    const originals = newOriginals();
    const { sha256 } = await originals.put(Readable.from([Buffer.from('old')]));
    await query(
      url,
      `insert into documents (collection_id, name, latest_version, ready_version)
         select id, 'old.txt', 1, 1 from collections;
       insert into document_versions (document_id, version, sha256, size, status)
         select id, 1, '${sha256}', 3, 'ready' from documents;
       insert into passages (version_id, ordinal, start_offset, end_offset, heading, text, embedding)
       select id, 0, 0, 3, '', 'old', '\\x0000803f' from document_versions;
       update collections set embedder_id = 'e', embedder_dimensions = 1`,
    );
    const file = newFile();
    await backUp(url, originals, file, running());
    const [empty, reference] = [await newDatabase(false), await newDatabase()];
    await restore(empty, newOriginals(), file);
    const [restored, current] = [await dump(empty), await dump(reference)];
    expect(Object.keys(restored)).toEqual(Object.keys(current));
    expect(restored['passage_embeddings']).toContain('\\\\x0000803f');
    expect(restored['documents']).toContain('old.txt');
    expect(await query(empty, 'select name from migrations order by id')).toEqual(
      await query(reference, 'select name from migrations order by id'),
    );
  });

  it('of a newer one is refused', async () => {
    const { url, originals } = await filled();
    await query(url, `insert into migrations (timestamp, name) values (9, 'FromTheFuture9')`);
    const file = newFile();
    await backUp(url, originals, file, running());
    await expectRefused(file, 'newer Kotae');
  });
});

describe('a damaged backup', () => {
  let file: string;
  let whole: Buffer;
  beforeAll(async () => {
    const url = await newDatabase();
    const originals = newOriginals();
    await addDocument(url, originals, 'a.txt', randomBytes(2000));
    file = newFile();
    await backUp(url, originals, file, running());
    whole = readFileSync(file);
  });

  it('is refused wherever a bit flips, and changes nothing', async () => {
    for (let at = 20; at < whole.length; at += Math.ceil(whole.length / 12)) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      await expectRefused(written(bytes), '');
    }
  });

  it('is refused wherever it ends, and changes nothing', async () => {
    for (const share of [0, 0.001, 0.3, 0.7, 0.999]) {
      await expectRefused(written(whole.subarray(0, Math.floor(whole.length * share))), '');
    }
  });

  it('is told from other files and from none', async () => {
    await expectRefused(written(Buffer.from('not a backup')), 'not a whole backup');
    await expect(
      restore(await newDatabase(false), newOriginals(), join(folder, 'none')),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

function written(bytes: Buffer): string {
  const path = newFile();
  writeFileSync(path, bytes);
  return path;
}

let untouched: string | null = null;
async function expectRefused(file: string, reason: string): Promise<void> {
  untouched ??= await newDatabase(false);
  const store = join(folder, `refused-${++files}`);
  await expect(restore(untouched, new FolderOriginals(store), file)).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining(reason),
  });
  expect(await dump(untouched)).toEqual({ sequences: '[]' });
  expect(existsSync(store) ? readdirSync(store) : []).toEqual([]);
}
