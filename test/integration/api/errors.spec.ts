import type { Problem } from '../../../apps/api/src/http/problem.js';
import { problemSchema } from '../../../apps/api/src/http/problem.js';
import type { RequestOptions } from '../../support/kotae-client.js';
import { rawRequest, sendRaw } from './support/raw-http.js';
import { RunningApi } from './support/running-api.js';

let api: RunningApi;
beforeAll(async () => {
  api = await RunningApi.start();
}, 60_000);
afterAll(() => api?.stop());

const json = { 'Content-Type': 'application/json' };
const unknownId = '00000000-0000-4000-8000-000000000000';

interface Case {
  what: string;
  call: [method: string, path: string, options?: RequestOptions];
  status: number;
  code: string;
}

const cases: Case[] = [
  { what: 'an unknown route', call: ['GET', '/v1/nothing'], status: 404, code: 'not_found' },
  {
    what: 'an unknown collection',
    call: ['GET', '/v1/collections/nope'],
    status: 404,
    code: 'collection_not_found',
  },
  {
    what: 'a document that does not exist',
    call: ['GET', `/v1/documents/${unknownId}`],
    status: 404,
    code: 'document_not_found',
  },
  { what: 'a wrong method', call: ['PATCH', '/v1/questions'], status: 405, code: 'method_not_allowed' },
  {
    what: 'a wrong method on one thing',
    call: ['PUT', `/v1/questions/${unknownId}`],
    status: 405,
    code: 'method_not_allowed',
  },
  { what: 'an id that is none', call: ['GET', '/v1/questions/42'], status: 400, code: 'invalid_request' },
  {
    what: 'a collection name that cannot be',
    call: ['GET', '/v1/collections/A%00'],
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'a path that is no UTF-8',
    call: ['GET', '/v1/questions/%E0%A4%A'],
    status: 400,
    code: 'invalid_request',
  },
  { what: 'no body', call: ['POST', '/v1/questions'], status: 400, code: 'invalid_request' },
  {
    what: 'a body that is no JSON',
    call: ['POST', '/v1/questions', { bytes: '{"question":', headers: json }],
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'a body of the wrong shape',
    call: ['POST', '/v1/questions', { json: ['question'] }],
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'a body of another type',
    call: [
      'POST',
      '/v1/questions',
      { bytes: 'question=x', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ],
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'a body in an unknown encoding',
    call: ['POST', '/v1/questions', { bytes: '{}', headers: { ...json, 'Content-Encoding': 'zstd' } }],
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'a body that is too large',
    call: ['POST', '/v1/questions', { json: { question: 'x'.repeat(300_000) } }],
    status: 413,
    code: 'payload_too_large',
  },
  {
    what: 'a question that is too long',
    call: ['POST', '/v1/questions', { json: { question: 'x'.repeat(8001) } }],
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'a question of blanks',
    call: ['POST', '/v1/questions', { json: { question: ' \n ' } }],
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'NUL in a text',
    call: ['POST', '/v1/questions', { bytes: String.raw`{"question":"a\u0000b"}`, headers: json }],
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'half of a surrogate pair in a text',
    call: ['POST', '/v1/questions', { bytes: String.raw`{"question":"a\ud83d"}`, headers: json }],
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'NUL in a key',
    call: ['POST', '/v1/questions', { bytes: String.raw`{"question":"a","\u0000":1}`, headers: json }],
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'NUL in a nested text',
    call: [
      'POST',
      '/v1/collections',
      { bytes: String.raw`{"name":"x","description":"\u0000"}`, headers: json },
    ],
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'a question for an unknown collection',
    call: ['POST', '/v1/questions', { json: { question: 'x', collection: 'nope' } }],
    status: 404,
    code: 'collection_not_found',
  },
  {
    what: 'an unknown query parameter',
    call: ['GET', '/v1/collections/default/documents?state=ready'],
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'a query parameter given twice',
    call: ['GET', '/v1/questions?limit=1&limit=2'],
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'a collection that exists',
    call: ['POST', '/v1/collections', { json: { name: 'default' } }],
    status: 409,
    code: 'collection_exists',
  },
  {
    what: 'deleting the default collection',
    call: ['DELETE', '/v1/collections/default'],
    status: 409,
    code: 'conflict',
  },
  {
    what: 'retrying what does not exist',
    call: ['POST', `/v1/documents/${unknownId}/retry`],
    status: 404,
    code: 'document_not_found',
  },
  {
    what: 'the text of what does not exist',
    call: ['GET', `/v1/documents/${unknownId}/text`],
    status: 404,
    code: 'document_not_found',
  },
  {
    what: 'following what does not exist',
    call: ['GET', `/v1/documents/${unknownId}/events`],
    status: 404,
    code: 'document_not_found',
  },
  {
    what: 'a search without a query',
    call: ['POST', '/v1/collections/default/search', { json: { k: 3 } }],
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'a search for too much',
    call: ['POST', '/v1/collections/default/search', { json: { query: 'x', k: 101 } }],
    status: 400,
    code: 'invalid_request',
  },
];

describe('a problem', () => {
  it.each(cases)('is the answer to $what: $status $code', async ({ call, status, code }) => {
    const reply = await api.client.request<Problem>(...call);
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(problemSchema.strict().parse(reply.body)).toMatchObject({
      status,
      code,
      type: `urn:kotae:problem:${code}`,
    });
  });

  it('says which fields are wrong, and how', async () => {
    const body = { question: '', max_tokens: 0, temperature: 'hot', colour: 'red' };
    const reply = await api.client.request<Problem>('POST', '/v1/questions', { json: body });
    const paths = reply.body.errors?.map(({ path }) => path).sort();
    expect(paths).toEqual(['colour', 'max_tokens', 'question', 'temperature']);
  });

  it('names the methods that a path has', async () => {
    const reply = await api.client.request('PATCH', '/v1/questions');
    expect(reply.headers.get('allow')).toBe('POST, GET, HEAD');
  });

  it('carries the id of the request, the caller’s own when it is a plain one', async () => {
    const own = await api.client.request<Problem>('GET', '/nothing', {
      headers: { 'X-Request-Id': 'trace-1' },
    });
    expect(own.headers.get('x-request-id')).toBe('trace-1');
    expect(own.body.instance).toBe('urn:kotae:request:trace-1');
    const odd = await api.client.request<Problem>('GET', '/nothing', {
      headers: { 'X-Request-Id': '<script>' },
    });
    expect(odd.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });

  it('is the answer to a body that breaks off', async () => {
    const request = rawRequest('POST /v1/questions', { ...json, 'Content-Length': '100' }, '{"question"');
    const reply = await sendRaw(api.url, request, { hangUp: true });
    expect([0, 400]).toContain(reply.status);
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
  });
});

describe('headers', () => {
  it('protect the browser', async () => {
    const { headers } = await fetch(`${api.url}/healthz`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
