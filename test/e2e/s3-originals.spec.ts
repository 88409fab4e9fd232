import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { DocumentView } from '#contracts';
import { S3Originals } from '../../libs/database/src/originals/s3-originals.js';
import { commandLine } from '../support/command-line.js';
import { Kotae } from '../support/kotae.js';
import type { PrivateServer } from '../support/private-server.js';
import { S3_CREDENTIALS, s3Environment, startS3 } from '../support/s3-server.js';
import { createTestDatabase } from '../support/services.js';
import { until } from '../support/until.js';

const folder = mkdtempSync(join(tmpdir(), 'kotae-s3-'));
let s3: PrivateServer;
let kotae: Kotae;
beforeAll(async () => {
  s3 = await startS3('documents');
  const env = s3Environment(s3, 's3://documents/kotae');
  kotae = await Kotae.start({ api: env, worker: env });
}, 180_000);
afterAll(async () => {
  await kotae?.stop();
  await s3?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The originals below a prefix of the bucket, without Kotae. */
function originalsBelow(prefix: string): S3Originals {
  const place = { bucket: 'documents', prefix, pathStyle: true, region: 'us-east-1' };
  return new S3Originals({ ...place, endpoint: s3.url, credentials: S3_CREDENTIALS }, folder);
}

/** Overwrites an original in the bucket, as a failing disk would. */
async function damage({ sha256 }: DocumentView): Promise<void> {
  const client = new S3Client({
    endpoint: s3.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: S3_CREDENTIALS,
  });
  const Key = `kotae/${sha256.slice(0, 2)}/${sha256}`;
  await client.send(new PutObjectCommand({ Bucket: 'documents', Key, Body: 'no longer what it was' }));
}

const TEXT = 'The archive is on the third floor, behind the blue door.';

it('keeps originals in a bucket: uploaded, read by the worker, downloaded, and gone with their document', async () => {
  await kotae.explained(async () => {
    const { id, sha256, links } = await kotae.client.upload('archive.txt', TEXT);
    await kotae.client.ready(id);
    const { results } = await kotae.client.search('blue door');
    expect(results[0]).toMatchObject({ document: 'archive.txt', text: TEXT });

    const url = kotae.client.url + links.content;
    expect(await (await fetch(url)).text()).toBe(TEXT);
    const part = await fetch(url, { headers: { Range: 'bytes=4-10' } });
    expect([part.status, await part.text()]).toEqual([206, 'archive']);

    const bucket = originalsBelow('kotae');
    expect(await bucket.size(sha256)).toBe(TEXT.length);
    expect((await kotae.client.request('DELETE', `/v1/documents/${id}`)).status).toBe(204);
    await until('the original to go', async () => (await bucket.size(sha256)) === null);
  });
}, 120_000);

it('takes documents again once the store is back, and says so meanwhile', async () => {
  await s3.shutDown();
  const refused = await kotae.client.request('PUT', '/v1/collections/default/documents/b.txt', {
    bytes: 'Opened after the outage.',
  });
  expect(refused).toMatchObject({ status: 503, body: { code: 'service_unavailable' } });
  await s3.restart();
  const { id } = await kotae.client.upload('b.txt', 'Opened after the outage.');
  expect(await kotae.client.ready(id)).toMatchObject({ status: 'ready' });
}, 120_000);

it('is exported and examined from the bucket, and a damaged original is told and mended by its upload', async () => {
  await kotae.explained(async () => {
    await kotae.client.expect('POST', '/v1/collections', { json: { name: 'rules' } });
    const texts = { '日本/規程 2026.md': '# 規程', '../up.txt': 'Above all.', 'same.txt': 'Above all.' };
    for (const [name, text] of Object.entries(texts)) await kotae.client.upload(name, text, 'rules');
    const { items } = await kotae.client.expect<{ items: DocumentView[] }>(
      'GET',
      '/v1/collections/rules/documents',
    );
    for (const { id } of items) await kotae.client.ready(id);
    const exportTo = async (name: string) => {
      const out = join(folder, name);
      const { code, out: printed } = await commandLine(['export', 'rules', '--out', out, '--json'], {
        KOTAE_URL: kotae.client.url,
      });
      return { code, out, ...(JSON.parse(printed) as { exported: number; failures: { name: string }[] }) };
    };
    const sound = await exportTo('sound');
    expect(sound).toMatchObject({ code: 0, exported: 3, failures: [] });
    expect(readFileSync(join(sound.out, '日本/規程 2026.md'), 'utf8')).toBe('# 規程');
    expect(readFileSync(join(sound.out, '__/up.txt'), 'utf8')).toBe('Above all.');

    await damage(items[0]!);
    expect(await exportTo('damaged')).toMatchObject({
      code: 1,
      exported: 2,
      failures: [{ name: items[0]!.name }],
    });
    const doctor = () =>
      commandLine(['doctor', '--deep', '--json'], {
        DATABASE_URL: kotae.databaseUrl,
        REDIS_URL: kotae.redis.url,
        KOTAE_DATA_DIR: kotae.dataDir,
        ...s3Environment(s3, 's3://documents/kotae'),
      });
    expect((await doctor()).out).toMatch(/original of rules\/日本\/規程 2026\.md .*is damaged/u);
    await originalsBelow('kotae').remove(items[0]!.sha256);
    expect(await exportTo('lost')).toMatchObject({
      code: 1,
      exported: 2,
      failures: [{ name: items[0]!.name }],
    });
    const again = await kotae.client.upload(items[0]!.name, texts['日本/規程 2026.md'], 'rules');
    expect(again).toMatchObject({ unchanged: true });
    expect((await doctor()).out).not.toContain('is damaged');
    expect(await exportTo('mended')).toMatchObject({ code: 0, exported: 3 });
  });
}, 120_000);

it('is backed up from the bucket, and restored into another place of it', async () => {
  const { id, sha256 } = await kotae.client.upload('kept.txt', 'Kept in a safe place.');
  await kotae.client.ready(id);
  const settings = { KOTAE_DATA_DIR: folder, REDIS_URL: kotae.redis.url };
  const file = join(folder, 'backup.tar.gz');
  const from = { DATABASE_URL: kotae.databaseUrl, ...settings, ...s3Environment(s3, 's3://documents/kotae') };
  expect(await commandLine(['backup', file], from)).toMatchObject({ code: 0 });
  const empty = await createTestDatabase();
  try {
    const to = { DATABASE_URL: empty.url, ...settings, ...s3Environment(s3, 's3://documents/copy') };
    expect(await commandLine(['restore', file], to)).toMatchObject({ code: 0 });
    expect(await originalsBelow('copy').size(sha256)).toBe('Kept in a safe place.'.length);
  } finally {
    await empty.drop();
  }
}, 120_000);
