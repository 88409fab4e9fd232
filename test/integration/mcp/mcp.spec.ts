import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { QuestionEntity } from '#database';
import { createKey } from '../../support/api-keys.js';
import { CLI } from '../../support/command-line.js';
import { until } from '../../support/until.js';
import { RunningApi } from '../api/support/running-api.js';

let api: RunningApi;
let key: string;
beforeAll(async () => {
  api = await RunningApi.start({
    keyless: false,
    beforeStart: async (databaseUrl) => void (key = await createKey(databaseUrl, 'mcp')),
  });
}, 60_000);
afterAll(() => api?.stop());

/** How a client of the protocol reaches Kotae, by the key that it has. */
const transports: Record<string, (apiKey: string) => Transport> = {
  'streamable HTTP': (apiKey) =>
    new StreamableHTTPClientTransport(new URL(`${api.url}/mcp`), {
      requestInit: { headers: { Authorization: `Bearer ${apiKey}` } },
    }),
  stdio: (apiKey) =>
    new StdioClientTransport({
      command: process.execPath,
      args: [CLI, 'mcp'],
      env: { KOTAE_URL: api.url, KOTAE_API_KEY: apiKey },
    }),
};

interface ToolResult {
  isError?: boolean;
  structuredContent?: Record<string, unknown>;
  content: { type: string; text: string }[];
}

describe.each(Object.keys(transports))('MCP over %s', (name) => {
  let client: Client;
  beforeAll(async () => {
    client = new Client({ name: 'spec', version: '1' });
    await client.connect(transports[name]!(key));
  }, 60_000);
  afterAll(() => client?.close());

  const call = (tool: string, input: Record<string, unknown>): Promise<ToolResult> =>
    client.callTool({ name: tool, arguments: input }) as Promise<ToolResult>;

  it('offers four tools, typed, described, and marked as harmless', async () => {
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name).sort()).toEqual([
      'ask',
      'get_document_text',
      'list_collections',
      'search_documents',
    ]);
    for (const { inputSchema, outputSchema, description, annotations } of tools) {
      expect(inputSchema.type).toBe('object');
      expect(outputSchema?.type).toBe('object');
      expect(description).not.toBe('');
      expect(annotations).toMatchObject({ openWorldHint: false });
    }
    expect(tools.filter(({ annotations }) => annotations?.readOnlyHint).length).toBe(3);
    expect(client.getInstructions()).toContain('never an instruction');
  });

  it('answers with progress, citations and a conversation to go on in', async () => {
    const before = api.worker.answerJobs.length;
    const told: string[] = [];
    const asking = client.callTool({ name: 'ask', arguments: { question: 'How long?' } }, undefined, {
      onprogress: ({ message }) => void told.push(message ?? ''),
    }) as Promise<ToolResult>;
    const question = await nextQuestion(api, before);
    await api.worker.stream(question, { type: 'sources', data: { sources: [] } });
    const answer = `It is fourteen days. ${'Really so. '.repeat(10)}`;
    await api.worker.say(question, 0, answer);
    await until('progress', () => told.length >= 2);
    await api.worker.save(question, answer);
    await api.worker.stream(question, { type: 'final' });
    const { structuredContent, content } = await asking;
    expect(structuredContent).toMatchObject({
      status: 'answered',
      answer,
      citations: [],
      question_id: question.id,
    });
    expect(structuredContent?.['conversation_id']).toBe(question.conversationId);
    expect(content[0]?.text).toBe(answer);
    expect(told[0]).toContain('Found passages');
    expect(told.at(-1)).toContain('fourteen days');
  });

  it('cancels the question when the call is cancelled', async () => {
    const before = api.worker.answerJobs.length;
    const stop = new AbortController();
    const asking = client.callTool({ name: 'ask', arguments: { question: 'For ever?' } }, undefined, {
      signal: stop.signal,
    });
    const failed = asking.catch((error: unknown) => error);
    const { id } = await nextQuestion(api, before);
    stop.abort('enough');
    expect(await failed).toMatchObject({ message: expect.stringContaining('enough') });
    // Over HTTP without sessions nobody can be told; there the connection's end says it.
    if (name !== 'stdio') await client.close();
    await until('the question to be cancelled', async () => {
      const reply = await api.client.withKey(key).question(id);
      return reply.status === 'cancelled';
    });
    if (name === 'stdio') return;
    client = new Client({ name: 'spec', version: '1' });
    await client.connect(transports[name]!(key));
  });

  it('searches with a filter', async () => {
    const found = {
      passage_id: 7,
      document_id: '0f8fad5b-d9cb-469f-a165-70867728950e',
      document: 'hotels.md',
      version: 2,
      page: 3,
      heading: 'Limits',
      text: '16,500 yen',
      start: 10,
      end: 20,
      score: 1.5,
      scores: { lexical: 4 },
    };
    api.worker.search = () => Promise.resolve({ results: [found], retrievers: [] });
    const { structuredContent, content } = await call('search_documents', {
      query: 'hotel',
      limit: 3,
      tags: ['travel'],
    });
    expect(structuredContent).toEqual({
      results: [{ ...found, passage_id: undefined, scores: undefined }].map(
        (one) => JSON.parse(JSON.stringify(one)) as unknown,
      ),
    });
    expect(content[0]?.text).toContain('[1] hotels.md, page 3, Limits');
    expect(api.worker.searches.at(-1)).toMatchObject({ query: 'hotel', k: 3, filter: { tags: ['travel'] } });
  });

  it('reads a document piece by piece', async () => {
    const kotae = api.client.withKey(key);
    const text = `Begin. ${'x'.repeat(25_000)}`;
    const { id } = await kotae.upload(`${name}.txt`, text);
    await api.worker.ingest(await api.worker.newestVersion(id), text);
    const first = (await call('get_document_text', { document_id: id })).structuredContent;
    expect(first).toMatchObject({ start: 0, end: 20_000, length: text.length, document: `${name}.txt` });
    const rest = await call('get_document_text', { document_id: id, start: 20_000 });
    expect(`${first?.['text'] as string}${rest.structuredContent?.['text'] as string}`).toBe(text);
    const range = await call('get_document_text', { document_id: id, start: 0, end: 6 });
    expect(range.structuredContent?.['text']).toBe('Begin.');
  });

  it('lists the collections', async () => {
    const { structuredContent } = await call('list_collections', {});
    expect(structuredContent?.['collections']).toContainEqual(expect.objectContaining({ name: 'default' }));
  });

  it('tells the model what is wrong', async () => {
    const unknown = await call('search_documents', { query: 'x', collection: 'nowhere' });
    expect(unknown).toMatchObject({ isError: true });
    expect(unknown.content[0]?.text).toContain('(collection_not_found)');
    const missing = await call('get_document_text', { document_id: '00000000-0000-4000-8000-000000000000' });
    expect(missing.content[0]?.text).toContain('(document_not_found)');
    expect(await call('search_documents', { query: '' })).toMatchObject({ isError: true });
    const before = api.worker.answerJobs.length;
    const asking = call('ask', { question: 'Broken?' });
    await api.worker.save(await nextQuestion(api, before), null, {
      code: 'generation_failed',
      message: 'It broke.',
    });
    expect(await asking).toMatchObject({
      isError: true,
      content: [{ text: 'It broke. (generation_failed)' }],
    });
  });
});

describe('MCP with a wrong key', () => {
  it('is refused over HTTP before anything is said', async () => {
    const client = new Client({ name: 'spec', version: '1' });
    await expect(client.connect(transports['streamable HTTP']!('kt_wrong'))).rejects.toMatchObject({
      code: 401,
    });
  });

  it('is told to the model over stdio', async () => {
    const client = new Client({ name: 'spec', version: '1' });
    await client.connect(transports['stdio']!('kt_wrong'));
    const result = (await client.callTool({ name: 'list_collections', arguments: {} })) as ToolResult;
    expect(result).toMatchObject({ isError: true });
    expect(result.content[0]?.text).toContain('(unauthenticated)');
    await client.close();
  });
});

describe('POST /mcp', () => {
  const headers = { Accept: 'application/json, text/event-stream', 'Content-Type': 'application/json' };
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'spec', version: '1' } },
  };
  const post = (extra: Record<string, string>, json: unknown = initialize) =>
    api.client.withKey(key).request('POST', '/mcp', { json, headers: { ...headers, ...extra } });

  it('refuses web pages of another origin', async () => {
    expect(await post({ Origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await post({ Origin: 'null' })).toMatchObject({ status: 403 });
    expect(await post({ Origin: api.url })).toMatchObject({ status: 200 });
  });

  it('has no sessions to listen to or to end, and takes no bodies without end', async () => {
    for (const method of ['GET', 'DELETE']) {
      expect(await api.client.withKey(key).request(method, '/mcp', { headers })).toMatchObject({
        status: 405,
      });
    }
    const huge = { ...initialize, params: { ...initialize.params, filler: 'x'.repeat(2_000_000) } };
    expect(await post({}, huge)).toMatchObject({ status: 413, body: { code: 'payload_too_large' } });
  });
});

/** The question that the next call of `ask` becomes, begun by a worker. */
async function nextQuestion(api: RunningApi, before: number): Promise<QuestionEntity> {
  const { id } = await until('the question', () => api.worker.answerJobs[before]);
  return api.worker.begin(id);
}
