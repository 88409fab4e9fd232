import { createHash } from 'node:crypto';
import type { DocumentMetadata, ExtractedText, PassageDraft, SearchFilter } from '#contracts';
import {
  CollectionsRepository,
  dataSourceOptions,
  DocumentsRepository,
  DocumentTextsRepository,
  ExtractionsRepository,
  IndexLogRepository,
  IngestAttemptsRepository,
  PassagesRepository,
  type UploadOutcome,
} from '#database';
import { DataSource } from 'typeorm';
import { storeDocument } from '../../support/store-document.js';
import { createTestDatabase, type TestDatabase } from '../../support/services.js';
import { until } from '../../support/until.js';

let database: TestDatabase;
let db: DataSource;
let documents: DocumentsRepository;
let attempts: IngestAttemptsRepository;
let texts: DocumentTextsRepository;
let log: IndexLogRepository;
let collectionId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = await new DataSource(dataSourceOptions(database.url, 'spec')).initialize();
  documents = new DocumentsRepository(db);
  attempts = new IngestAttemptsRepository(db);
  texts = new DocumentTextsRepository(db);
  log = new IndexLogRepository(db);
  collectionId = (await new CollectionsRepository(db).byName('default')).id;
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const here = (): Promise<boolean> => Promise.resolve(true);

function upload(name: string, bytes: string): Promise<UploadOutcome> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return documents.upload({ collectionId, name, sha256, size: bytes.length, uploader: 'local' }, here);
}

function extracted(text: string): ExtractedText {
  return { mediaType: 'text/plain', title: null, text, pages: [], headings: [] };
}

function passage(text: string): PassageDraft {
  return { ordinal: 0, start: 0, end: text.length, text, page: null, heading: '' };
}

async function ingest(versionId: string, text: string): Promise<void> {
  const start = await attempts.start(versionId, { alone: false });
  if (start.outcome !== 'started') throw new Error(`not started: ${start.outcome}`);
  await storeDocument(db, start.version, {
    text: extracted(text),
    passages: [passage(text)],
    embeddings: { by: 'e', vectors: [new Float32Array([0.6, -0.8])] },
  });
  await attempts.publish(versionId, start.version.epoch);
}

async function logOf(versionIds: string[]): Promise<string[]> {
  const entries = await log.read(collectionId, 0, 10_000);
  return entries
    .filter((entry) => versionIds.includes(entry.versionId))
    .map((entry) => `${entry.op} ${versionIds.indexOf(entry.versionId)}`);
}

async function indexed(
  versionId: string,
): Promise<{ id: number; searchText: string; embedding: number[] }[]> {
  const all = [];
  for await (const batch of log.passages(versionId, { id: 'e', dimensions: 2 })) all.push(...batch);
  return all.map((one) => ({ ...one, embedding: [...one.embedding] }));
}

describe('an upload', () => {
  it('of the same bytes under the same name changes nothing', async () => {
    const first = await upload('same.txt', 'bytes');
    const again = await upload('same.txt', 'bytes');
    expect(again).toEqual({ ...first, changed: false, place: 0 });
  });

  it('of new bytes is the next version of the same document', async () => {
    const first = await upload('grows.txt', 'one');
    const second = await upload('grows.txt', 'two');
    expect(second.documentId).toBe(first.documentId);
    expect((await documents.get(first.documentId)).version).toBe(2);
  });

  it('many times at once makes one document', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => upload('storm.txt', 'bytes')));
    expect(new Set(outcomes.map((outcome) => outcome.versionId)).size).toBe(1);
    expect(outcomes.filter((outcome) => outcome.changed)).toHaveLength(1);
  });

  it('of the same bytes tries a failed version again', async () => {
    const first = await upload('fails.txt', 'bytes');
    await attempts.fail(first.versionId, null, { code: 'document_corrupt', message: 'broken' });
    expect(await upload('fails.txt', 'bytes')).toMatchObject({ ...first, changed: true });
    expect((await documents.get(first.documentId)).status).toBe('queued');
  });
});

describe('publishing', () => {
  it('replaces the version before it in one entry of the log each, new one first', async () => {
    const one = await upload('v.txt', 'one');
    await ingest(one.versionId, 'the first text');
    const two = await upload('v.txt', 'two');
    expect((await documents.get(one.documentId)).readyVersion).toBe(1);
    await ingest(two.versionId, 'the second text');
    expect(await logOf([one.versionId, two.versionId])).toEqual(['add 0', 'add 1', 'remove 0']);
    expect((await documents.get(one.documentId)).readyVersion).toBe(2);
    expect(await indexed(one.versionId)).toEqual([]);
    const [only] = await indexed(two.versionId);
    expect(only?.searchText).toBe('the second text');
    expect(only?.embedding.map((value) => value.toFixed(3))).toEqual(['0.600', '-0.800']);
  });

  it('an older version after a newer one leaves the newer one in force', async () => {
    const one = await upload('race.txt', 'one');
    const two = await upload('race.txt', 'two');
    await ingest(two.versionId, 'newer');
    await ingest(one.versionId, 'older');
    expect((await documents.get(one.documentId)).readyVersion).toBe(2);
    expect(await logOf([one.versionId, two.versionId])).toEqual(['add 1']);
  });

  it('is refused to an attempt that another one has overtaken', async () => {
    const { versionId } = await upload('zombie.txt', 'bytes');
    const zombie = await attempts.start(versionId, { alone: false });
    await attempts.start(versionId, { alone: true });
    if (zombie.outcome !== 'started') throw new Error('not started');
    const { epoch } = zombie.version;
    for (const write of [
      () => new ExtractionsRepository(db).claim({ versionId, epoch }, { sha256: 'x', reader: 'x' }),
      () => attempts.dropPassages(versionId, epoch),
      () => attempts.savePassages(versionId, epoch, [passage('x')]),
      () => attempts.advance(versionId, epoch, 'index'),
    ]) {
      await expect(write()).rejects.toMatchObject({ code: 'cancelled' });
    }
    await expect(attempts.publish(versionId, epoch)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('the change log', () => {
  it('never shows a later entry before an earlier one, however writers race', async () => {
    const uploads = await Promise.all(
      Array.from({ length: 12 }, (_, i) => upload(`log-${i}.txt`, `bytes ${i}`)),
    );
    const seen: number[] = [];
    const writing = new AbortController();
    const reader = (async () => {
      for (let last = 0; !writing.signal.aborted;) {
        for (const { seq } of await log.read(collectionId, last, 100)) {
          seen.push(seq);
          last = seq;
        }
      }
    })();
    await Promise.all(uploads.map(({ versionId }, i) => ingest(versionId, `text ${i}`)));
    writing.abort();
    await reader;
    const all = (await log.read(collectionId, 0, 10_000)).map((entry) => entry.seq);
    expect(seen).toEqual(all.slice(0, seen.length));
  });
});

describe('deleting', () => {
  it('removes the document everywhere and says so in the log', async () => {
    const { documentId, versionId } = await upload('gone.txt', 'unique bytes');
    await ingest(versionId, 'soon gone');
    const [visible] = await indexed(versionId);
    const { originals } = await documents.delete(documentId);
    expect(await logOf([versionId])).toEqual(['add 0', 'remove 0']);
    expect(originals).toHaveLength(1);
    expect((await new PassagesRepository(db).byIds([visible?.id ?? 0])).size).toBe(0);
    await expect(documents.get(documentId)).rejects.toMatchObject({ code: 'document_not_found' });
    await expect(texts.read(documentId, {})).rejects.toMatchObject({ code: 'document_not_found' });
  });

  it('while it is being ingested ends with the document gone, never with a deadlock', async () => {
    for (let round = 0; round < 10; round++) {
      const { documentId, versionId } = await upload(`torn-${round}.txt`, `bytes ${round}`);
      const deleted = documents.delete(documentId);
      const ingested = ingest(versionId, 'text').catch(String);
      await expect(deleted).resolves.toBeDefined();
      expect((await ingested) ?? 'ok').toMatch(/^ok$|deleted|not started: gone|foreign key/);
      const entries = await logOf([versionId]);
      expect([[], ['add 0', 'remove 0']]).toContainEqual(entries);
    }
  });

  it('keeps an original that another document uses', async () => {
    const a = await upload('copy-a.txt', 'shared bytes');
    const b = await upload('copy-b.txt', 'shared bytes');
    const removed: string[] = [];
    const remove = (sha256: string): Promise<void> => {
      removed.push(sha256);
      return Promise.resolve();
    };
    await documents.releaseOriginals((await documents.delete(a.documentId)).originals, remove);
    expect(removed).toEqual([]);
    await documents.releaseOriginals((await documents.delete(b.documentId)).originals, remove);
    expect(removed).toHaveLength(1);
  });
});

/** Deletes while another transaction is giving the version of `bytes` a text. */
async function whileTextBegins(bytes: string, remove: () => Promise<unknown>): Promise<unknown[]> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const attempt = db.createQueryRunner();
  await attempt.startTransaction();
  await attempt.query(`select 1 from document_versions where sha256 = $1 for update`, [sha256]);
  await attempt.query(`insert into extractions (sha256, reader) values ($1, 'racing')`, [sha256]);
  await attempt.query(
    `update document_versions set extraction_id = (select id from extractions where sha256 = $1) where sha256 = $1`,
    [sha256],
  );
  const removal = remove();
  await until('the deletion to wait', async () => {
    const waiting = await db.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return waiting.length > 0;
  });
  await attempt.commitTransaction();
  await attempt.release();
  await removal;
  return db.query(`select 1 from extractions where sha256 = $1`, [sha256]);
}

describe('the text of what is deleted', () => {
  it('goes with a document, also when it is only just begun', async () => {
    const { documentId } = await upload('begun.txt', 'just begun');
    expect(await whileTextBegins('just begun', () => documents.delete(documentId))).toEqual([]);
  });

  it('goes with a collection, also when it is only just begun', async () => {
    const collections = new CollectionsRepository(db);
    const { id } = await collections.create('short-lived', null);
    const bytes = 'begun in a collection';
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await documents.upload({ collectionId: id, name: 'x', sha256, size: 1, uploader: 'local' }, here);
    expect(await whileTextBegins(bytes, () => collections.delete('short-lived'))).toEqual([]);
  });
});

describe('the text', () => {
  it('reads back exactly at any range, across pieces and surrogate pairs', async () => {
    const text = '青空😀'.repeat(50_000);
    const { documentId, versionId } = await upload('long.txt', 'long');
    await ingest(versionId, text);
    expect((await texts.read(documentId, {})).text).toBe(text);
    for (const [start, end] of [
      [0, 4],
      [65_530, 65_545],
      [131_070, 131_080],
      [199_990, 300_000],
      [70_000, 70_000],
    ] as const) {
      const range = await texts.read(documentId, { start, end });
      expect(range.text).toBe(text.slice(start, end));
      expect(range.length).toBe(text.length);
    }
  });

  it('of an older version stays readable, so that old citations keep pointing somewhere', async () => {
    const one = await upload('kept.txt', 'kept one');
    await ingest(one.versionId, 'the old text');
    await ingest((await upload('kept.txt', 'kept two')).versionId, 'the new text');
    expect((await texts.read(one.documentId, { version: 1 })).text).toBe('the old text');
    expect((await texts.read(one.documentId, {})).text).toBe('the new text');
  });
});

const ofDocument = async (
  name: string,
  metadata: DocumentMetadata,
): Promise<{ documentId: string; versionId: string }> => {
  const uploaded = await upload(name, name);
  await documents.describe(uploaded.documentId, metadata);
  return uploaded;
};

const within = async (filter: SearchFilter): Promise<string[] | null> => {
  const found = await new PassagesRepository(db).versionsWithin(collectionId, filter);
  return found?.toSorted() ?? null;
};

describe('what people say about a document', () => {
  it('lets a filter find exactly the versions of the documents that meet every condition', async () => {
    const one = await ofDocument('規程.md', { tags: ['人事', 'draft'], date: '2024-04-01' });
    const two = await ofDocument('rules.md', { tags: ['人事'], date: '2024-12-31', source_url: null });
    const three = await ofDocument('undated.md', { tags: ['IT', 'IT'] });
    const newer = await upload('rules.md', 'other bytes');
    const other = [two.versionId, newer.versionId].toSorted();

    expect(await within({})).toBeNull();
    expect(await within({ heading: 'x' })).toBeNull();
    expect(await within({ documents: ['rules.md'] })).toEqual(other);
    expect(await within({ documents: [three.documentId.toUpperCase(), '規程.md', 'none'] })).toEqual(
      [one.versionId, three.versionId].toSorted(),
    );
    expect(await within({ tags: ['人事'] })).toEqual([one.versionId, ...other].toSorted());
    expect(await within({ tags: ['人事', 'draft'] })).toEqual([one.versionId]);
    expect(await within({ from: '2024-04-01', to: '2024-04-01' })).toEqual([one.versionId]);
    expect(await within({ from: '2024-04-02' })).toEqual(other);
    expect(await within({ tags: ['人事'], to: '2000-01-01' })).toEqual([]);
    expect((await documents.get(three.documentId)).tags).toEqual(['IT']);

    await documents.describe(one.documentId, { tags: [], date: null });
    expect(await within({ tags: ['draft'] })).toEqual([]);
    expect(await within({ to: '2024-06-01' })).toEqual([]);
  });

  it('comes with an upload, also of known bytes, and stays when nothing is said', async () => {
    const sha256 = createHash('sha256').update('kept').digest('hex');
    const file = { collectionId, name: 'kept.md', sha256, size: 4, uploader: 'local' };
    const first = await documents.upload({ ...file, metadata: { tags: ['a'], date: '0001-01-01' } }, here);
    expect(await documents.upload(file, here)).toMatchObject({ changed: false });
    const again = { ...file, metadata: { source_url: 'https://example.com/ä' } };
    expect(await documents.upload(again, here)).toMatchObject({ changed: false });
    expect(await documents.get(first.documentId)).toMatchObject({
      tags: ['a'],
      date: '0001-01-01',
      sourceUrl: 'https://example.com/ä',
    });
  });
});

const draft = (ordinal: number, heading: string): PassageDraft => ({
  ...passage(`text ${ordinal}`),
  ordinal,
  heading,
});

describe('the neighbours of passages', () => {
  it('are those right before and after under the same headings, of the version that answers', async () => {
    const { versionId } = await upload('neighbours.md', 'neighbours');
    const start = await attempts.start(versionId, { alone: false });
    if (start.outcome !== 'started') throw new Error(`not started: ${start.outcome}`);
    const { epoch } = start.version;
    const drafts = ['A', 'A', 'A', 'B', 'B'].map((heading, ordinal) => draft(ordinal, heading));
    await storeDocument(db, start.version, {
      text: extracted('text'),
      passages: drafts,
      embeddings: { by: 'e', vectors: drafts.map(() => new Float32Array([1, 0])) },
    });
    const passages = new PassagesRepository(db);
    const ids: number[] = [];
    for (const { id } of await indexed(versionId)) ids.push(id);
    expect((await passages.neighbours(ids)).size).toBe(0);

    await attempts.publish(versionId, epoch);
    const besides = async (...places: number[]): Promise<number[]> => {
      const found = await passages.neighbours(places.map((place) => ids[place]!));
      return [...found.values()].map(({ ordinal }) => ordinal).sort((a, b) => a - b);
    };
    expect(await besides(1)).toEqual([0, 2]);
    expect(await besides(2)).toEqual([1]);
    expect(await besides(0, 4)).toEqual([1, 3]);
    expect(await besides()).toEqual([]);
  });
});
