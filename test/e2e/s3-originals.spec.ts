import { S3Originals } from '../../libs/database/src/originals/s3-originals.js';
import { Kotae } from '../support/kotae.js';
import type { PrivateServer } from '../support/private-server.js';
import { S3_CREDENTIALS, s3Environment, startS3 } from '../support/s3-server.js';
import { until } from '../support/until.js';

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
});

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

    const place = { bucket: 'documents', prefix: 'kotae', pathStyle: true, region: 'us-east-1' };
    const bucket = new S3Originals(
      { ...place, endpoint: s3.url, credentials: S3_CREDENTIALS },
      kotae.dataDir,
    );
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
