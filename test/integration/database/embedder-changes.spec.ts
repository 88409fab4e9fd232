import { createHash } from 'node:crypto';
import type { PassageDraft } from '#contracts';
import {
  CollectionsRepository,
  dataSourceOptions,
  DocumentsRepository,
  EmbedderChangesRepository,
  IndexLogRepository,
  IngestAttemptsRepository,
  PassageEmbeddingsRepository,
} from '#database';
import { DataSource } from 'typeorm';
import { EmbedderChanges1700000005000 } from '../../../libs/database/src/migrations/1700000005000-embedder-changes.js';
import { createTestDatabase, type TestDatabase } from '../../support/services.js';

let database: TestDatabase;
let db: DataSource;
let collections: CollectionsRepository;
let documents: DocumentsRepository;
let attempts: IngestAttemptsRepository;
let changes: EmbedderChangesRepository;
let embeddings: PassageEmbeddingsRepository;
let log: IndexLogRepository;

beforeAll(async () => {
  database = await createTestDatabase();
  db = await new DataSource(dataSourceOptions(database.url, 'spec')).initialize();
  collections = new CollectionsRepository(db);
  documents = new DocumentsRepository(db);
  attempts = new IngestAttemptsRepository(db);
  changes = new EmbedderChangesRepository(db);
  embeddings = new PassageEmbeddingsRepository(db);
  log = new IndexLogRepository(db);
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const OLD = { id: 'old', dimensions: 2 };
const NEW = { id: 'new', dimensions: 3 };
const vector = new Float32Array([0, 1]);

let made = 0;
/** A collection with the old embedder. */
async function collection(): Promise<string> {
  const { id } = await collections.create(`c${++made}`, null);
  await collections.claimEmbedder(id, OLD);
  return id;
}

/** Saves a version of a document with two passages, embedded by the old embedder; not published yet. */
async function read(collectionId: string, name: string, bytes = name) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const upload = { collectionId, name, sha256, size: 1, uploader: 'local' };
  const { documentId, versionId } = await documents.upload(upload, () => Promise.resolve(true));
  const start = await attempts.start(versionId, { alone: false });
  if (start.outcome !== 'started') throw new Error(start.outcome);
  const { epoch } = start.version;
  const drafts: PassageDraft[] = [0, 1].map((ordinal) => ({
    ordinal,
    start: ordinal,
    end: ordinal + 1,
    page: null,
    heading: 'H',
    text: `${bytes} ${ordinal}`,
  }));
  await attempts.savePassages(versionId, epoch, drafts);
  const unread = await embeddings.unembedded(versionId, OLD.id, { after: -1, limit: 2 });
  await embeddings.save(
    OLD.id,
    unread.map(({ id }) => id),
    [vector, vector],
  );
  return { documentId, versionId, publish: () => attempts.publish(versionId, epoch) };
}

async function embed(versionId: string): Promise<void> {
  const passages = await embeddings.unembedded(versionId, NEW.id, { after: -1, limit: 100 });
  const ids = passages.map(({ id }) => id);
  await embeddings.save(
    NEW.id,
    ids,
    ids.map((id) => new Float32Array([id, 0, 0])),
  );
}

/** A change to the new embedder that waits to be completed. */
async function readyChange(collectionId: string) {
  const change = await changes.request(collectionId, NEW, 'automatic');
  await changes.ready(change, null);
  return change;
}

describe('asking for a change', () => {
  it('is remembered once, whoever asks again', async () => {
    const id = await collection();
    const first = await changes.request(id, NEW, 'automatic');
    expect(first).toMatchObject({ embedder: NEW, fromEmbedderId: OLD.id, status: 'embedding' });
    const again = await changes.request(id, NEW, 'manual');
    expect(again).toMatchObject({ createdAt: first.createdAt, swap: 'manual' });
  });

  it('is refused for the embedder in force, and for another one meanwhile', async () => {
    const id = await collection();
    await expect(changes.request(id, OLD, 'automatic')).rejects.toMatchObject({ code: 'conflict' });
    await changes.request(id, NEW, 'automatic');
    const other = { id: 'other', dimensions: 4 };
    await expect(changes.request(id, other, 'automatic')).rejects.toMatchObject({ code: 'conflict' });
    await changes.cancel(id);
    expect(await changes.request(id, other, 'automatic')).toMatchObject({ embedder: other });
  });

  it('cannot be approved or cancelled when there is nothing to', async () => {
    const id = await collection();
    await expect(changes.cancel(id)).rejects.toMatchObject({ code: 'conflict' });
    await changes.request(id, NEW, 'manual');
    await expect(changes.approve(id)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('completing a change', () => {
  it('waits until every passage that answers has its embedding', async () => {
    const id = await collection();
    const document = await read(id, 'a.md');
    await document.publish();
    const change = await readyChange(id);
    expect(await changes.complete(change)).toBe(false);
    expect(await embeddings.count(id, NEW.id)).toEqual({ done: 0, total: 2 });
    expect(await embeddings.versionsLacking(id, NEW.id, null)).toEqual([document.versionId]);
    await embed(document.versionId);
    expect(await embeddings.versionsLacking(id, NEW.id, null)).toEqual([]);
    expect(await changes.complete(change)).toBe(true);
    expect(await collections.byId(id)).toMatchObject({
      embedderId: NEW.id,
      embedderDimensions: 3,
      indexGeneration: 1,
    });
    expect(await changes.of(id)).toMatchObject({ status: 'done' });
  });

  it('does not happen after it was cancelled', async () => {
    const id = await collection();
    const change = await readyChange(id);
    await changes.cancel(id);
    expect(await changes.complete(change)).toBe(false);
    expect(await changes.progress(change, { done: 1, total: 1 })).toBe(false);
    expect(await collections.byId(id)).toMatchObject({ embedderId: OLD.id });
  });

  it('sees a document that is published at the same time, or is seen by it', async () => {
    const id = await collection();
    const change = await readyChange(id);
    const document = await read(id, 'a.md');
    const [completed, unread] = await Promise.all([changes.complete(change), document.publish()]);
    // Whoever came first, no passage that answers lacks the embedding by the embedder in force.
    expect({ completed, unread }).toEqual(
      completed ? { completed: true, unread: NEW } : { completed: false, unread: null },
    );
  });
});

describe('publishing a document that was read with the embedder before', () => {
  it('asks for what is missing, then makes it answer', async () => {
    const id = await collection();
    const before = await log.head(id);
    const document = await read(id, 'late.md');
    expect(await changes.complete(await readyChange(id))).toBe(true);
    expect(await document.publish()).toEqual(NEW);
    expect(await log.head(id)).toBe(before);
    await embed(document.versionId);
    expect(await document.publish()).toBeNull();
    expect(await log.head(id)).toBeGreaterThan(before);
  });
});

const passages = async (versionId: string, embedder: typeof OLD, onGap?: () => void) => {
  const all = [];
  for await (const batch of log.passages(versionId, embedder, onGap)) all.push(...batch);
  return all.map(({ embedding }) => [...embedding]);
};

describe('embeddings', () => {
  it('are those of the embedder that is asked for, and zero where it has read nothing', async () => {
    const { versionId } = await read(await collection(), 'a.md');
    expect(await passages(versionId, OLD)).toEqual([
      [0, 1],
      [0, 1],
    ]);
    const onGap = jest.fn();
    expect(await passages(versionId, NEW, onGap)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(onGap).toHaveBeenCalled();
  });

  it('are not saved for passages that are gone, and not twice', async () => {
    const id = await collection();
    const document = await read(id, 'a.md');
    await document.publish();
    const [first, second] = await embeddings.unembedded(document.versionId, NEW.id, {
      after: -1,
      limit: 100,
    });
    await embeddings.save(NEW.id, [first!.id], [vector]);
    await embeddings.save(NEW.id, [first!.id, second!.id], [vector, vector]);
    expect(await embeddings.count(id, NEW.id)).toEqual({ done: 2, total: 2 });
    await documents.delete(document.documentId);
    await embeddings.save('third', [first!.id], [vector]);
    const left: unknown[] = await db.query(`select 1 from passage_embeddings where passage_id in ($1, $2)`, [
      first!.id,
      second!.id,
    ]);
    expect(left).toEqual([]);
  });

  it('of other embedders are removed, of this collection alone', async () => {
    const [id, other] = [await collection(), await collection()];
    const [mine, theirs] = [await read(id, 'a.md'), await read(other, 'a.md')];
    await embed(mine.versionId);
    expect(await embeddings.removeOthers(id, [NEW.id], 1)).toBe(1);
    expect(await embeddings.removeOthers(id, [NEW.id], 10)).toBe(1);
    expect(await embeddings.removeOthers(id, [NEW.id], 10)).toBe(0);
    expect(await passages(mine.versionId, NEW)).not.toContainEqual([0, 0, 0]);
    expect(await passages(theirs.versionId, OLD)).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});

describe('one worker at a time', () => {
  it('works on a change; another may once it is done', async () => {
    const id = await collection();
    const outcomes: boolean[] = [];
    await changes.alone(id, async () => {
      outcomes.push(await changes.alone(id, () => Promise.resolve()));
    });
    outcomes.push(await changes.alone(id, () => Promise.resolve()));
    expect(outcomes).toEqual([false, true]);
  });
});

describe('the migration', () => {
  it('keeps the embeddings that passages had', async () => {
    const id = await collection();
    const document = await read(id, 'kept.md');
    await document.publish();
    await db.query(`alter table passages add column embedding bytea`);
    await db.query(
      `update passages p set embedding = e.embedding from passage_embeddings e where e.passage_id = p.id`,
    );
    await db.query(`drop table passage_embeddings; drop table embedder_changes;
       alter table collections drop column index_generation`);
    const runner = db.createQueryRunner();
    await new EmbedderChanges1700000005000().up(runner);
    await runner.release();
    const kept = [];
    for await (const batch of log.passages(document.versionId, OLD)) kept.push(...batch);
    expect(kept.map(({ embedding }) => [...embedding])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});
