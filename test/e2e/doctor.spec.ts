import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Queue } from 'bullmq';
import { INGEST_QUEUE, QUEUE_PREFIX, type DocumentView } from '#contracts';
import { type DoctorCommand, runDoctor } from '../../apps/cli/src/doctor/run-doctor.js';
import { readInstallation } from '../../apps/cli/src/installation/config.js';
import { Kotae } from '../support/kotae.js';
import { loadSamples } from '../support/samples.js';
import { query } from '../support/transitions.js';
import { until } from '../support/until.js';

let kotae: Kotae;
let documents: DocumentView[];
beforeAll(async () => {
  kotae = await Kotae.start({ worker: { KOTAE_SNAPSHOT_MS: '500' } });
  documents = await loadSamples(kotae.client);
}, 180_000);
afterAll(() => kotae?.stop());

interface Report {
  code: number;
  healthy: boolean;
  findings: { check: string; severity: string; what: string; repairable: boolean; repaired: boolean }[];
}

async function doctor(options: DoctorCommand = {}, env: Record<string, string> = {}): Promise<Report> {
  const out = new PassThrough();
  const installation = readInstallation({
    DATABASE_URL: kotae.databaseUrl,
    REDIS_URL: kotae.redis.url,
    KOTAE_DATA_DIR: kotae.dataDir,
    ...env,
  });
  const { signal } = new AbortController();
  const code = await runDoctor({ json: true, ...options }, installation, { out, signal });
  return { code, ...(JSON.parse(String(out.read())) as Omit<Report, 'code'>) };
}

/** Names of the checks that found something to mend. */
const found = ({ findings }: Report): string[] =>
  findings.flatMap(({ check, severity }) => (severity === 'info' ? [] : [check])).sort();
const aboutPictures = ({ findings }: Report) => findings.filter(({ check }) => check === 'unread_pictures');
const sql = (text: string): Promise<unknown[]> => query(kotae.databaseUrl, text);
const originalOf = ({ sha256 }: DocumentView): string =>
  join(kotae.dataDir, 'originals', sha256.slice(0, 2), sha256);
const longAgo = new Date('2020-01-01');

function document(ending: string): DocumentView {
  const document = documents.find(({ name }) => name.endsWith(ending));
  if (!document) throw new Error(`there is no sample ${ending}`);
  return document;
}

/** What searches find, but for ids. */
async function searches() {
  const asked = ['hotel allowance', '有給休暇は何日', 'password length', 'ノートPCの交換'];
  const results = await Promise.all(asked.map((text) => kotae.client.search(text)));
  return results.map((search) =>
    search.results.map(({ document, text, start, score }) => ({ document, text, start, score })),
  );
}

/** The first snapshot of the index that has been written. */
function snapshot(): string | null {
  const index = join(kotae.dataDir, 'index');
  for (const collection of readdirSync(index)) {
    const name = readdirSync(join(index, collection)).find((entry) => /^\d/.test(entry));
    if (name !== undefined) return join(index, collection, name);
  }
  return null;
}

/** What the version that answers was read as. */
const textOf = async (id: string): Promise<string> => {
  const { ready_version: version } = await kotae.client.ready(id);
  return kotae.client.text(id, version ?? 0);
};

/** SQL for the text of a document's newest version. */
const extractionOf = (id?: string): string =>
  `(select v.extraction_id from document_versions v join documents d on d.id = v.document_id
     and d.latest_version = v.version where d.id = '${id}')`;

it('finds nothing wrong with a sound installation', async () => {
  // Several pieces of text, in which some characters have two code units.
  const { id } = await kotae.client.upload('faces.txt', '😀 face. '.repeat(20_000));
  await kotae.client.ready(id);
  expect(found(await doctor({ deep: true }))).toEqual([]);
  expect((await doctor()).code).toBe(0);
});

it('mends rows and files that contradict each other, and searches find what they found before', async () => {
  const before = await searches();
  const written = await until('a snapshot', snapshot);
  await kotae.killWorker();

  // Lost passages, lost embeddings, an answer from nowhere, a log that says too little and one that says too much.
  const [pdf, html, docx, markdown] = ['.pdf', '.html', '.docx', '.md'].map(document);
  await sql(`delete from passages where version_id in (select id from document_versions where document_id = '${pdf?.id}')
             and ordinal % 2 = 0`);
  await sql(`delete from passage_embeddings where passage_id in (select p.id from passages p
             join document_versions v on v.id = p.version_id where v.document_id = '${html?.id}')`);
  await sql(`update documents set ready_version = 99 where id = '${docx?.id}'`);
  await sql(`insert into index_log (collection_id, op, version_id) select d.collection_id, 'remove', v.id from documents d
             join document_versions v on v.document_id = d.id where d.id = '${markdown?.id}'`);
  await sql(`insert into index_log (collection_id, op, version_id)
             select id, 'add', '${randomUUID()}' from collections where name = 'default'`);
  // Files and jobs that nobody needs.
  const orphan = 'ab'.repeat(32);
  const strays = [
    `originals/ab/${orphan}`,
    'originals/incoming/left',
    `index/${randomUUID()}/0000000000000001-ab/x`,
  ].map((path) => join(kotae.dataDir, path));
  for (const path of strays) {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, 'stray');
    utimesSync(path, longAgo, longAgo);
  }
  writeFileSync(join(written, 'ids.bin'), 'damaged');
  const queue = new Queue(INGEST_QUEUE, { connection: { url: kotae.redis.url }, prefix: QUEUE_PREFIX });
  await queue.add(INGEST_QUEUE, { versionId: randomUUID() }, { jobId: randomUUID(), delay: 3_600_000 });

  const report = await doctor();
  expect(report.code).toBe(1);
  expect(new Set(found(report))).toEqual(
    new Set([
      'orphan_originals',
      'leftovers',
      'ready_versions',
      'passages',
      'embeddings',
      'index_log',
      'snapshots',
      'queues',
    ]),
  );
  expect(report.findings.every(({ repaired }) => !repaired)).toBe(true);
  expect(found(await doctor())).toEqual(found(report));

  expect((await doctor({ repair: true })).findings.filter(({ severity }) => severity !== 'info')).toEqual(
    found(report).map(() => expect.objectContaining({ repaired: true })),
  );
  expect(await queue.getDelayedCount()).toBe(0);
  await queue.close();
  await kotae.startWorker();
  await until('health', async () => (await doctor()).healthy);
  expect(await searches()).toEqual(before);
}, 240_000);

it('mends texts that are lost, damaged or left behind', async () => {
  const before = await searches();
  const ids = [document('.pdf'), document('.html'), document('.md')].map(({ id }) => id);
  const texts = await Promise.all(ids.map(textOf));
  // One loses all pieces, one the end of a piece, and one is not whole; and one is of bytes that were deleted.
  await sql(`delete from extraction_texts where extraction_id = ${extractionOf(ids[0])}`);
  await sql(
    `update extraction_texts set text = left(text, -5) where extraction_id = ${extractionOf(ids[1])}`,
  );
  await sql(`update extractions set text_length = null where id = ${extractionOf(ids[2])}`);
  await sql(
    `insert into extractions (sha256, reader, reads, text_length) values ('${'cd'.repeat(32)}', 'x', 1, 3)`,
  );
  await sql(`insert into extraction_texts (extraction_id, start_offset, text)
             select id, 0, 'abc' from extractions where reader = 'x'`);

  const report = await doctor();
  expect(found(report)).toEqual(['orphan_texts', 'texts', 'texts', 'texts']);
  const repaired = await doctor({ repair: true });
  expect(repaired.findings.filter(({ repaired: done }) => done)).toHaveLength(4);
  expect(await sql(`select 1 from extractions where reader = 'x'`)).toEqual([]);
  await until('health', async () => (await doctor()).healthy);
  expect(await Promise.all(ids.map(textOf))).toEqual(texts);
  expect(await searches()).toEqual(before);
}, 240_000);

it('has documents read again whose pictures were passed over, once there is Tesseract', async () => {
  const { id, name } = document('.md');
  const { version } = await kotae.client.ready(id);
  await sql(`update extractions set unread_pictures = 2 where id = ${extractionOf(id)}`);
  const what = expect.stringMatching(`${name}: 2 pictures passed over`);
  expect(aboutPictures(await doctor({ repair: true }, { PATH: '/nowhere' }))).toMatchObject([
    { what, severity: 'info', repaired: false },
  ]);
  const tools = join(kotae.dataDir, 'tools');
  mkdirSync(tools);
  writeFileSync(join(tools, 'tesseract'), '#!/bin/sh\necho eng; echo jpn\n', { mode: 0o755 });
  expect(
    aboutPictures(
      await doctor({ repair: true }, { PATH: process.env['PATH'] ?? '', KOTAE_OCR_TOOLS: tools }),
    ),
  ).toMatchObject([{ what, repaired: true }]);
  await until('the new version', async () => (await kotae.client.ready(id)).version === version + 1);
  // The worker has what it had, so that the text is the same; with Tesseract it is read anew.
  await sql(`update extractions set unread_pictures = 0 where id = ${extractionOf(id)}`);
  expect(found(await doctor())).toEqual([]);
});

it('names originals that are missing or damaged, and is content once they are uploaded again', async () => {
  const [missing, damaged] = [document('.pdf'), document('.md')];
  const bytes = [missing, damaged].map((original) => new Uint8Array(readFileSync(originalOf(original))));
  rmSync(originalOf(missing));
  const flipped = Buffer.from(bytes[1] ?? []);
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  writeFileSync(originalOf(damaged), flipped);

  const quick = await doctor({ repair: true });
  expect(quick.findings.filter(({ check }) => check === 'originals')).toEqual([
    expect.objectContaining({ what: expect.stringContaining(missing.name), repairable: false }),
  ]);
  const deep = await doctor({ deep: true });
  expect(found(deep)).toEqual(['originals', 'originals']);
  expect(deep.findings.map(({ what }) => what).join()).toContain(`${damaged.name} `);
  for (const [n, { name }] of [missing, damaged].entries()) await kotae.client.upload(name, bytes[n] ?? '');
  expect(found(await doctor({ deep: true }))).toEqual([]);
});

it('says which service is away, and looks at the rest', async () => {
  const noRedis = await doctor({}, { REDIS_URL: 'redis://127.0.0.1:1' });
  expect(found(noRedis)).toEqual(['queues']);
  const noDatabase = await doctor({}, { DATABASE_URL: 'postgres://kotae@127.0.0.1:1/kotae' });
  expect([noDatabase.code, found(noDatabase)]).toEqual([1, ['postgresql']]);
});
