import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cli } from '../../../../test/support/cli.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Runs the program against a server that answers like Kotae would. */
async function run(answer: Answer, apiKey?: string) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const result = await runAt(url, apiKey);
  server.close();
  server.closeAllConnections();
  return result;
}

async function runAt(url: string, apiKey?: string) {
  const env = { KOTAE_URL: url, ...(apiKey !== undefined && { KOTAE_API_KEY: apiKey }) };
  return { url, ...(await cli(['samples'], env)) };
}

/** Ends a document's event stream. */
function done(response: ServerResponse, document: object): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(`id: 1\nevent: done\ndata: ${JSON.stringify(document)}\n\n`);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const problem = (code: string, detail: string) => ({ code, detail });
const ready = { status: 'ready', pages: null, passages: 12, error: null };

describe('kotae samples', () => {
  it('uploads every sample, waits until all are ready, and shows how to ask', async () => {
    const asked: string[] = [];
    const { code, out, err, url } = await run((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const name = request.url?.split('/').at(request.method === 'PUT' ? -1 : -2) ?? '';
      if (request.method === 'PUT') send(response, 202, { id: name, status: 'queued' });
      else done(response, { ...ready, pages: name.endsWith('.pdf') ? 4 : null });
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(asked.filter((line) => line.startsWith('PUT')).sort()).toEqual(
      ['it-equipment-ja.docx', 'security-policy.md', 'travel-and-expenses.pdf', 'work-rules-ja.html'].map(
        (name) => `PUT /v1/collections/default/documents/${name}`,
      ),
    );
    expect(out).toMatch(/^security-policy\.md: 12 passages, ready after [\d.]+ s$/mu);
    expect(out).toMatch(/^travel-and-expenses\.pdf: 4 pages, 12 passages, ready after/mu);
    const commands = out.split('\n').filter((line) => line.startsWith(`curl -s '${url}/v1/questions'`));
    expect(commands).toHaveLength(2);
    expect(commands[1]).toMatch(/[\u3040-\u30FF]/u);
  });

  it('sends the API key, and does not print it', async () => {
    const keys = new Set<string | undefined>();
    const { out } = await run((request, response) => {
      keys.add(request.headers.authorization);
      send(response, 200, { ...ready, id: '1', unchanged: true });
    }, 'kt_secret');
    expect([...keys]).toEqual(['Bearer kt_secret']);
    expect(out).toContain('already loaded');
    expect(out).toContain('Bearer $KOTAE_API_KEY');
    expect(out).not.toContain('kt_secret');
  });

  it('tries documents again that failed before', async () => {
    const { code, out } = await run((request, response) => {
      if (request.method === 'PUT') send(response, 200, { id: '1', status: 'failed', unchanged: true });
      else if (request.url?.endsWith('/retry') === true) send(response, 202, { id: '1', status: 'queued' });
      else done(response, ready);
    });
    expect(code).toBe(0);
    expect(out).toContain('security-policy.md: 12 passages, ready after');
  });

  it('says why a document failed', async () => {
    const { code, err } = await run((request, response) => {
      if (request.method === 'PUT') send(response, 202, { id: '1', status: 'queued' });
      else done(response, { status: 'failed', error: { code: 'document_empty', message: 'No text.' } });
    });
    expect(code).toBe(1);
    expect(err).toContain('security-policy.md: failed. No text.');
  });

  it('says what to do when Kotae does not run, wants a key, or refuses', async () => {
    expect(await runAt('http://127.0.0.1:9')).toMatchObject({ code: 4, err: expect.stringContaining('npm start') });
    const unauthenticated = await run((_, response) => send(response, 401, problem('unauthenticated', 'Send a key.')));
    expect(unauthenticated.err).toContain('KOTAE_API_KEY');
    const full = await run((_, response) => send(response, 507, problem('storage_full', 'The disk is full.')));
    expect(full.err).toBe('The disk is full.\n');
  });
});
