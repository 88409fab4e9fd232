import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentView, ErrorCode } from '#contracts';
import { OriginalStore } from '#database';
import type { Problem } from '../../../apps/api/src/http/problem.js';
import type { UploadResult } from '../../../apps/api/src/documents/uploads.service.js';
import { until } from '../../support/until.js';
import { Form } from './support/form.js';
import { rawRequest, sendRaw } from './support/raw-http.js';
import { RunningApi } from './support/running-api.js';

const MAX = 100_000;
let api: RunningApi;
beforeAll(async () => {
  api = await RunningApi.start({ maxUploadBytes: MAX });
}, 60_000);
afterAll(() => api?.stop());

let collections = 0;
/** A collection of the spec's own. */
async function collection(): Promise<string> {
  const name = `c${++collections}`;
  await api.client.expect('POST', '/v1/collections', { json: { name } });
  return name;
}

/** A document, or a problem, whose fields have other names. */
type PutReply = DocumentView & { code?: ErrorCode };

/** What became of the files, or a problem with the same under `path`. */
interface PostReply {
  documents: DocumentView[];
  errors: { file: string; code: ErrorCode; path: string }[];
  code?: ErrorCode;
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const incoming = (): string[] => readdirSync(join(api.dataDir, '.hidden', 'originals', 'incoming'));
const put = (path: string, bytes: string | Uint8Array<ArrayBuffer>) =>
  api.client.request<PutReply>('PUT', path, { bytes });
const post = (name: string, form: Form) =>
  api.client.request<PostReply>('POST', `/v1/collections/${name}/documents`, {
    bytes: new Uint8Array(form.bytes()),
    headers: form.headers,
  });

describe('PUT of one file', () => {
  it('stores it, queues it and says where it is', async () => {
    const { status, body, headers } = await put('/v1/collections/default/documents/hello.md', '# Hello');
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/v1/documents/${body.id}`);
    expect(body).toMatchObject({
      name: 'hello.md',
      collection: 'default',
      status: 'queued',
      version: 1,
      ready_version: null,
      sha256: sha256('# Hello'),
      size: 7,
      unchanged: false,
    });
    await until('its job', () => api.worker.ingestJobs.length > 0);
  });

  it('changes nothing when the same bytes come again', async () => {
    const path = `/v1/collections/${await collection()}/documents/a.txt`;
    const first = await put(path, 'same');
    const again = await put(path, 'same');
    expect([first.status, again.status]).toEqual([202, 200]);
    expect(again.body).toMatchObject({ id: first.body.id, version: 1, unchanged: true });
  });

  it('makes new bytes the next version of the same document', async () => {
    const path = `/v1/collections/${await collection()}/documents/a.txt`;
    const first = await put(path, 'one');
    const second = await put(path, 'two');
    expect(second.status).toBe(202);
    expect(second.body).toMatchObject({
      id: first.body.id,
      version: 2,
      unchanged: false,
      sha256: sha256('two'),
    });
  });

  it('takes bytes of any type, JSON included, as they are', async () => {
    const path = `/v1/collections/${await collection()}/documents/data.json`;
    const headers = { 'Content-Type': 'application/json' };
    const { status, body } = await api.client.request<DocumentView>('PUT', path, {
      bytes: '{not json',
      headers,
    });
    expect(status).toBe(202);
    expect(body.sha256).toBe(sha256('{not json'));
  });

  it('knows a Unicode name in whatever form it is typed', async () => {
    const name = await collection();
    const composed = '第1章 ポリシー’s “café”.md'.normalize('NFC');
    const path = (form: string): string => `/v1/collections/${name}/documents/${encodeURIComponent(form)}`;
    const first = await put(path(composed), 'x');
    const second = await put(path(composed.normalize('NFD')), 'x');
    expect(first.body.name).toBe(composed);
    expect(second.body).toMatchObject({ id: first.body.id, unchanged: true });
  });

  it.each([
    ['control characters', 'a%00b'],
    ['line breaks', 'a%0Ab'],
    ['only blanks', '%20%20'],
    ['too many characters', 'x'.repeat(256)],
  ])('refuses a name with %s', async (_what, name) => {
    const { status, body } = await put(`/v1/collections/default/documents/${name}`, 'x');
    expect([status, body.code]).toEqual([400, 'invalid_request']);
  });

  it('takes a name as long as allowed, with slashes in it', async () => {
    const name = `${'深'.repeat(250)}/a.md`;
    const { status, body } = await put(`/v1/collections/default/documents/${encodeURIComponent(name)}`, 'x');
    expect([status, body.name]).toEqual([202, name]);
  });

  it('refuses an empty file', async () => {
    const { status, body } = await put('/v1/collections/default/documents/empty.txt', '');
    expect([status, body.code]).toEqual([422, 'document_empty']);
  });

  it('refuses a file that is too large, whether it says so or not', async () => {
    const path = '/v1/collections/default/documents/large.bin';
    const { status, body } = await put(path, new Uint8Array(MAX + 1));
    expect([status, body.code]).toEqual([413, 'payload_too_large']);
    const chunk = `${MAX.toString(16)}\r\n${'x'.repeat(MAX)}\r\n`;
    const request = rawRequest(
      `PUT ${path}`,
      { 'Transfer-Encoding': 'chunked' },
      `${chunk}${chunk}0\r\n\r\n`,
    );
    expect((await sendRaw(api.url, request)).status).toBe(413);
    expect((await put(path, new Uint8Array(MAX))).status).toBe(202);
  });

  it('keeps nothing of a file that breaks off', async () => {
    const path = '/v1/collections/default/documents/broken.txt';
    const request = rawRequest(`PUT ${path}`, { 'Content-Length': '1000' }, 'only the beginning');
    await sendRaw(api.url, request, { hangUp: true });
    const page = await api.client.expect<{ items: DocumentView[] }>(
      'GET',
      '/v1/collections/default/documents?limit=200',
    );
    expect(page.items.map(({ name }) => name)).not.toContain('broken.txt');
  });

  it('does not know a collection that does not exist', async () => {
    const { status, body } = await put('/v1/collections/nope/documents/a.txt', 'x'.repeat(50_000));
    expect([status, body.code]).toEqual([404, 'collection_not_found']);
  });
});

describe('POST of a form', () => {
  it('takes many files at once', async () => {
    const name = await collection();
    const form = new Form();
    for (let i = 0; i < 30; i++) form.file(`文書 ${i}.md`, `Content ${i}`);
    const { status, body } = await post(name, form);
    expect(status).toBe(202);
    expect(body.errors).toEqual([]);
    expect(body.documents.map((document) => document.name)).toEqual(
      Array.from({ length: 30 }, (_, i) => `文書 ${i}.md`),
    );
    const again = await post(name, form);
    expect(again.status).toBe(200);
    expect(again.body.documents.every((document) => document.unchanged)).toBe(true);
  });

  it('keeps the good files and names the bad ones', async () => {
    const tooLong = 'x'.repeat(256);
    const form = new Form()
      .file('good.md', 'good')
      .file('empty.md', '')
      .file('large.bin', new Uint8Array(MAX + 1))
      .file(tooLong, 'x')
      .file('last.md', 'last');
    const { status, body } = await post(await collection(), form);
    expect(status).toBe(202);
    expect(body.documents.map((document) => document.name)).toEqual(['good.md', 'last.md']);
    expect(body.errors.map(({ file, code }) => [file, code])).toEqual([
      ['empty.md', 'document_empty'],
      ['large.bin', 'payload_too_large'],
      [tooLong, 'invalid_request'],
    ]);
  });

  it('gives a name that comes twice two versions, in order', async () => {
    const form = new Form().file('a.md', 'one').file('a.md', 'two');
    const { body } = await post(await collection(), form);
    expect(body.documents.map(({ version, sha256 }) => [version, sha256])).toEqual([
      [1, sha256('one')],
      [2, sha256('two')],
    ]);
  });

  it('never takes a file’s name for a path', async () => {
    const { body } = await post(await collection(), new Form().file('../../etc/passwd', 'x'));
    expect(body.documents[0]?.name).toBe('passwd');
  });

  it('answers with the problem when no file was good', async () => {
    const { status, body } = await post(await collection(), new Form().file('a.md', '').file('b.md', ''));
    expect([status, body.code]).toEqual([422, 'document_empty']);
    expect(body.errors.map(({ path }) => path)).toEqual(['a.md', 'b.md']);
  });

  it('keeps the complete files of a body that breaks off', async () => {
    const name = await collection();
    const bytes = new Form().file('whole.md', 'whole').file('half.md', 'x'.repeat(5000)).truncated();
    const head = rawRequest(`POST /v1/collections/${name}/documents`, {
      ...new Form().headers,
      'Content-Length': String(bytes.length),
    });
    const reply = await sendRaw(api.url, Buffer.concat([Buffer.from(head), bytes]));
    expect(reply.status).toBe(202);
    const body = JSON.parse(reply.body) as UploadResult;
    expect(body.documents.map((document) => document.name)).toEqual(['whole.md']);
    expect(body.errors.map(({ code }) => code)).toContain('invalid_request');
  });

  it('keeps the files before a part that makes no sense', async () => {
    const form = new Form().file('before.md', 'x').file('odd\u0001.md', 'x').file('after.md', 'x');
    const { status, body } = await post(await collection(), form);
    expect(status).toBe(202);
    expect(body.documents.map((document) => document.name)).toEqual(['before.md']);
    expect(body.errors.map(({ code }) => code)).toEqual(['invalid_request']);
  });

  it('survives a client that hangs up in the middle', async () => {
    const name = await collection();
    const bytes = new Form().file('whole.md', 'whole').file('half.md', 'x'.repeat(5000)).truncated();
    const head = rawRequest(`POST /v1/collections/${name}/documents`, {
      ...new Form().headers,
      'Content-Length': '1000000',
    });
    await sendRaw(api.url, Buffer.concat([Buffer.from(head), bytes]), { hangUp: true });
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
  });

  it.each([
    ['another content type', { 'Content-Type': 'application/json' }, '{}', 415, 'unsupported_media_type'],
    ['no boundary', { 'Content-Type': 'multipart/form-data' }, 'x', 400, 'invalid_request'],
    ['no content type', {}, 'x', 415, 'unsupported_media_type'],
    ['a body that is no form', new Form().headers, 'not a form', 400, 'invalid_request'],
    [
      'a form without a file',
      new Form().headers,
      new Form().file(null, 'value').bytes(),
      400,
      'invalid_request',
    ],
    [
      'a file without a name',
      new Form().headers,
      new Form().file('', 'value').bytes(),
      400,
      'invalid_request',
    ],
  ])('refuses %s', async (_what, headers, bytes, status, code) => {
    const options = { bytes: Buffer.from(bytes), headers: { 'Content-Type': '', ...headers } };
    const reply = await api.client.request<Problem>('POST', '/v1/collections/default/documents', options);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });
});

describe('what was refused or broke off', () => {
  it('leaves no file behind', async () => {
    await until('unfinished files to be removed', () => incoming().length === 0);
    expect(incoming()).toEqual([]);
  });
});

describe('what an upload says about its documents', () => {
  it('is taken from the query of a PUT, and changed by PATCH alone', async () => {
    const path = `/v1/collections/${await collection()}/documents/a.txt`;
    const query =
      '?tags=%E4%BA%BA%E4%BA%8B&tags=draft&date=2024-02-29&source_url=https%3A%2F%2Fexample.com%2F';
    const { status, body } = await put(path + query, 'text');
    expect([status, body.tags, body.date, body.source_url]).toEqual([
      202,
      ['人事', 'draft'],
      '2024-02-29',
      'https://example.com/',
    ]);
    const jobs = api.worker.ingestJobs.length;
    const again = await put(`${path}?tags=final`, 'text');
    expect(again).toMatchObject({ status: 200, body: { tags: ['final'], date: '2024-02-29', version: 1 } });
    const self = `/v1/documents/${body.id}`;
    const json = { tags: [], date: null };
    const changed = await api.client.request<DocumentView>('PATCH', self, { json });
    expect(changed).toMatchObject({
      status: 200,
      body: { tags: [], date: null, source_url: 'https://example.com/', version: 1 },
    });
    expect(await api.client.expect('GET', self)).toEqual(changed.body);
    expect(api.worker.ingestJobs.length).toBeLessThanOrEqual(jobs + 1);
  });

  it('is taken from the fields of a form, for all its files', async () => {
    const form = new Form()
      .file('a.txt', 'form a')
      .file(null, 'one', 'tags')
      .file(null, '2023-01-31', 'date')
      .file('b.txt', 'form b')
      .file(null, 'two', 'tags')
      .file(null, 'whatever', 'csrf');
    const { status, body } = await post(await collection(), form);
    expect(status).toBe(202);
    for (const document of body.documents) {
      expect(document).toMatchObject({ tags: ['one', 'two'], date: '2023-01-31', source_url: null });
    }
    expect(body.documents).toHaveLength(2);
  });

  it('refuses what is no metadata, and keeps no file of that form', async () => {
    const name = await collection();
    for (const query of [
      'date=2023-02-29',
      'date=0000-01-01',
      'tags=',
      'source_url=javascript:alert(1)',
      'tag=x',
    ]) {
      expect(await put(`/v1/collections/${name}/documents/a.txt?${query}`, 'x')).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      });
    }
    const form = new Form().file('a.txt', 'bytes of a refused form').file(null, 'yesterday', 'date');
    expect(await post(name, form)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    const { items } = await api.client.expect<{ items: unknown[] }>(
      'GET',
      `/v1/collections/${name}/documents`,
    );
    expect(items).toEqual([]);
    expect(await api.app.get(OriginalStore).size(sha256('bytes of a refused form'))).toBe(null);
    const { id } = await api.client.upload('patched.txt', 'x', name);
    for (const json of [{}, { tags: 'x' }, { tags: Array.from({ length: 33 }, String) }, { name: 'x' }]) {
      expect((await api.client.request('PATCH', `/v1/documents/${id}`, { json })).status).toBe(400);
    }
    const unknown = '/v1/documents/00000000-0000-4000-8000-000000000000';
    expect(await api.client.request('PATCH', unknown, { json: { tags: [] } })).toMatchObject({ status: 404 });
  });
});
