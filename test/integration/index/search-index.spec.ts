import { DataSource } from 'typeorm';
import { indexDataSourceOptions, PgvectorIndexesRepository } from '#database';
import { INDEX_FORMAT, InMemoryIndexLog, StoredIndex, type SearchIndex } from '#retrieval';
import { startPglite } from '../../support/pglite.js';
import {
  describeSearchIndex,
  startMemoryIndex,
  type IndexUnderTest,
} from '../../support/search-index/contract.js';
import { createTestDatabase } from '../../support/services.js';

jest.setTimeout(120_000);

describeSearchIndex('the index in memory', startMemoryIndex);

describeSearchIndex('the index in PostgreSQL with pgvector, in this process', async () => {
  const server = await startPglite();
  return pgvectorIndex(new PgvectorIndexesRepository(server, INDEX_FORMAT), () => server.close());
});

/** A database of a real server with pgvector, in which the schema `kotae_index` may be replaced. */
const serverUrl = process.env['KOTAE_TEST_PGVECTOR_URL'];
if (serverUrl) {
  describeSearchIndex('the index in PostgreSQL with pgvector, on a server', async () => {
    const db = await new DataSource(indexDataSourceOptions(serverUrl, 'spec')).initialize();
    await db.query('drop schema if exists kotae_index cascade');
    return pgvectorIndex(new PgvectorIndexesRepository(db, INDEX_FORMAT), () => db.destroy());
  });
}

async function pgvectorIndex(
  indexes: PgvectorIndexesRepository,
  stop: () => Promise<void>,
): Promise<IndexUnderTest> {
  await indexes.prepare();
  return {
    open: async ({ collectionId, log, embedder }) =>
      StoredIndex.open({
        collectionId,
        log,
        embedder,
        store: await indexes.open(collectionId, embedder),
        pollMs: 5,
      }),
    stop,
  };
}

describe('PgvectorIndexesRepository', () => {
  const LONG = { timeoutMs: 60_000 };
  const COLLECTION = '00000000-0000-4000-8000-000000000001';
  const EMBEDDER = { id: 'test-embedder', dimensions: 16 };
  let server: Awaited<ReturnType<typeof startPglite>>;

  beforeAll(async () => {
    server = await startPglite();
  });
  afterAll(() => server.close());

  const embeddingOf = (id: number): Float32Array =>
    Float32Array.from({ length: EMBEDDER.dimensions }, (_, axis) => Math.sin(id * 12.9898 + axis * 78.233));

  async function filled(indexes: PgvectorIndexesRepository, count: number): Promise<SearchIndex> {
    const log = new InMemoryIndexLog();
    const seq = log.add(
      'a',
      Array.from({ length: count }, (_, at) => ({
        id: at + 1,
        searchText: `text ${at}`,
        heading: '',
        embedding: embeddingOf(at + 1),
      })),
    );
    const store = await indexes.open(COLLECTION, EMBEDDER);
    const index = await StoredIndex.open({ collectionId: COLLECTION, log, embedder: EMBEDDER, store });
    await index.waitFor(seq, LONG);
    return index;
  }

  async function query<T>(text: string, parameters?: unknown[]): Promise<T[]> {
    const connection = server.createQueryRunner();
    try {
      return await connection.query<T[]>(text, parameters);
    } finally {
      await connection.release();
    }
  }
  const indexNames = async (): Promise<string[]> => {
    const found = await query<{ name: string }>(
      `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
       join pg_am a on a.oid = c.relam where a.amname = 'hnsw' and i.indisvalid`,
    );
    return found.map(({ name }) => name);
  };

  it('builds an HNSW index for a large collection, finds the same with it, and drops it with the collection', async () => {
    const indexes = new PgvectorIndexesRepository(server, INDEX_FORMAT, { hnswFrom: 500 });
    await indexes.prepare();
    const index = await filled(indexes, 600);
    const request = { query: '', embedding: embeddingOf(77), k: 10 };
    const exact = await index.search(request);
    await index.close();
    expect(await indexNames()).toEqual(['passages_1_hnsw']);
    const again = await filled(indexes, 600);
    expect((await again.search(request)).hits.map(({ passageId }) => passageId)).toEqual(
      exact.hits.map(({ passageId }) => passageId),
    );
    await again.close();
    await indexes.keepOnly([COLLECTION]);
    expect(await indexNames()).toHaveLength(1);
    await indexes.remove(COLLECTION);
    expect(await query(`select 1 from kotae_index.indexes`)).toEqual([]);
    expect(await indexNames()).toEqual([]);
  });

  it('takes embeddings too wide for an HNSW index, and says so when they are too wide for pgvector', async () => {
    const indexes = new PgvectorIndexesRepository(server, INDEX_FORMAT, { hnswFrom: 1 });
    await indexes.prepare();
    const wide = { id: 'wide', dimensions: 4097 };
    const log = new InMemoryIndexLog();
    const embedding = new Float32Array(wide.dimensions).fill(0.1);
    const store = await indexes.open(COLLECTION, wide);
    const index = await StoredIndex.open({ collectionId: COLLECTION, log, embedder: wide, store });
    await index.waitFor(log.add('a', [{ id: 1, searchText: 'x', heading: '', embedding }]), LONG);
    const { hits } = await index.search({ query: '', embedding, k: 1 });
    expect(hits).toMatchObject([{ passageId: 1, scores: { vector: expect.closeTo(1, 2) } }]);
    await index.close();
    await expect(indexes.open(COLLECTION, { id: 'wider', dimensions: 16_001 })).rejects.toMatchObject({
      code: 'index_unavailable',
      message: expect.stringContaining('KOTAE_INDEX=memory'),
    });
  });

  it('names the remedy when the server lacks pgvector', async () => {
    const database = await createTestDatabase({ migrated: false });
    const db = await new DataSource(indexDataSourceOptions(database.url, 'spec')).initialize();
    try {
      const installable = await db.query(`select 1 from pg_available_extensions where name = 'vector'`);
      const prepared = new PgvectorIndexesRepository(db, INDEX_FORMAT).prepare();
      // A machine may have pgvector after all; then a user who is no superuser may not install it.
      await expect(prepared).rejects.toMatchObject({
        code: 'index_unavailable',
        message: expect.stringMatching(
          installable.length > 0 ? /create extension vector/ : /Install it on the server/,
        ),
      });
    } finally {
      await db.destroy();
      await database.drop();
    }
  });
});
