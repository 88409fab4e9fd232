import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KotaeClient, KotaeError, type Document, type UploadProgress } from '#client';
import { CuttingProxy } from '../../support/cutting-proxy.js';
import { until } from '../../support/until.js';
import { RunningApi } from '../api/support/running-api.js';

let api: RunningApi;
let proxy: CuttingProxy;
let kotae: KotaeClient;
const folder = mkdtempSync(join(tmpdir(), 'uploads-'));
beforeAll(async () => {
  api = await RunningApi.start({ maxUploadBytes: 4_000_000 });
  proxy = await CuttingProxy.to(api.url);
  kotae = new KotaeClient({ url: proxy.url, retry: { firstWaitMs: 5 } });
});
afterAll(async () => {
  await proxy?.stop();
  await api?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ingested(name: string, text: string): Promise<Document> {
  const document = await kotae.documents.put('default', name, text);
  await api.worker.ingest(await api.worker.newestVersion(document.id), text);
  return document;
}

describe('an upload', () => {
  it('takes a name of any characters, metadata and every kind of body', async () => {
    const name = '規程 50% a/b?c#d.md';
    const metadata = {
      tags: ['travel', '出張'],
      date: '2026-04-01',
      source_url: 'https://example.com/a?b=c',
    };
    const put = await kotae.documents.put('default', name, '# Rules', metadata);
    expect(put).toMatchObject({ name, ...metadata, size: 7, status: 'queued' });
    for (const body of [new Blob(['# Rules']), new TextEncoder().encode('# Rules')]) {
      expect(await kotae.documents.put('default', name, body)).toMatchObject({ id: put.id, unchanged: true });
    }
  });

  it('tells how far it is', async () => {
    const seen: UploadProgress[] = [];
    const bytes = new Uint8Array(1_000_000).fill(97);
    const put = await kotae.documents.put('default', 'large.txt', bytes, {
      onProgress: (progress) => seen.push(progress),
    });
    expect(put.size).toBe(1_000_000);
    expect(seen[0]).toEqual({ sent: 0, total: 1_000_000 });
    expect(seen.at(-1)).toEqual({ sent: 1_000_000, total: 1_000_000 });
    expect(seen.map(({ sent }) => sent)).toEqual(seen.map(({ sent }) => sent).toSorted((a, b) => a - b));
    expect(seen.length).toBeGreaterThan(3);
  });

  it('is sent again when the connection is cut in the middle', async () => {
    const seen: number[] = [];
    let cut = false;
    const put = await kotae.documents.put('default', 'cut.txt', new Uint8Array(3_000_000).fill(98), {
      onProgress: ({ sent }) => {
        seen.push(sent);
        if (sent < 1_000_000 || cut) return;
        cut = true;
        proxy.cut();
      },
    });
    expect(put).toMatchObject({ size: 3_000_000, version: 1 });
    expect(seen.filter((sent) => sent === 0)).toHaveLength(2);
  });

  it('tells a file that was changed meanwhile from a service that does not answer', async () => {
    const path = join(folder, 'changes.txt');
    writeFileSync(path, 'before');
    const body = await openAsBlob(path);
    writeFileSync(path, 'another length');
    await expect(kotae.documents.put('default', 'changes.txt', body)).rejects.toMatchObject({
      name: 'NotReadableError',
    });
  });

  it('is refused with the reason', async () => {
    const refused = kotae.documents.put('default', 'empty.txt', '', { onProgress: () => undefined });
    await expect(refused).rejects.toMatchObject({ code: 'document_empty', status: 422 });
    const unknown = kotae.documents.put('nowhere', 'a.txt', 'text');
    await expect(unknown).rejects.toBeInstanceOf(KotaeError);
  });

  it('of several files takes the good ones and names the others', async () => {
    const files = [new File(['# One'], 'one.md'), new File([], 'nothing.md'), new File(['二'], '二.txt')];
    const { documents, errors } = await kotae.documents.upload('default', files, { tags: ['both'] });
    expect(documents.map(({ name, tags }) => [name, tags])).toEqual([
      ['one.md', ['both']],
      ['二.txt', ['both']],
    ]);
    expect(errors).toMatchObject([{ file: 'nothing.md', code: 'document_empty' }]);
  });
});

describe('a document', () => {
  it('is followed until it is ready, over a lost connection', async () => {
    const { id } = await kotae.documents.put('default', 'followed.md', '# Followed');
    const statuses: string[] = [];
    const following = (async () => {
      for await (const { type, data } of kotae.documents.follow(id)) {
        statuses.push(`${type} ${data.status}`);
        if (data.status === 'queued') proxy.cut();
      }
    })();
    await until('the first event', () => statuses.length > 0);
    await api.worker.ingest(await api.worker.newestVersion(id), '# Followed');
    await following;
    expect(statuses[0]).toBe('status queued');
    expect(statuses.at(-1)).toBe('done ready');
  });

  it('gives its text, its bytes, and goes when it is deleted', async () => {
    const { id } = await ingested('whole.md', 'Quoted here.');
    expect(await kotae.documents.text(id, { start: 0, end: 6 })).toMatchObject({
      text: 'Quoted',
      length: 12,
    });
    expect(await (await kotae.documents.content(id)).text()).toBe('Quoted here.');
    expect(await kotae.documents.change(id, { tags: ['x'] })).toMatchObject({ tags: ['x'] });
    await kotae.documents.delete(id);
    await expect(kotae.documents.get(id)).rejects.toMatchObject({ code: 'document_not_found' });
    await expect(kotae.documents.follow(id).next()).rejects.toMatchObject({ code: 'document_not_found' });
  });

  it('that has failed is tried again', async () => {
    const { id } = await kotae.documents.put('default', 'bad.pdf', 'not a PDF');
    await api.worker.failIngest(await api.worker.newestVersion(id), {
      code: 'document_corrupt',
      message: 'Damaged.',
    });
    const { items } = await kotae.documents.list('default', { status: 'failed' });
    expect(items).toMatchObject([{ id, error: { code: 'document_corrupt' } }]);
    expect((await kotae.documents.retry(id)).status).toBe('queued');
  });
});
