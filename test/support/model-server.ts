import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** What specs look at in a body. */
export interface RequestBody {
  model: string;
  messages: { role: string; content: string }[];
  stream_options?: object;
  input: string[];
  prompt: string;
}

/** A request to the server, with its body. */
export interface ModelRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: RequestBody;
  /** Whether the client has hung up before the end. */
  hungUp: boolean;
}

/** Answers one request, well or badly. */
export type Behaviour = (request: ModelRequest, response: ServerResponse) => void | Promise<void>;

/** How a completion is streamed. */
export interface Completion {
  text: string;
  /** Left out: no usage chunk, as servers that do not count. */
  usage?: object;
  finish?: string;
}

/** An OpenAI-compatible server on this machine that does what a spec tells it, request by request. */
export class ModelServer {
  readonly requests: ModelRequest[] = [];
  /** By path, what is done with requests for which nothing else is in line. */
  readonly routes = new Map<string, Behaviour>();
  private readonly inLine: Behaviour[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => void this.handle(request, response));
  }

  static async start(): Promise<ModelServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ModelServer(server);
  }

  /** Base address of the API. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** Completions asked for. */
  get completions(): ModelRequest[] {
    return this.requests.filter(({ path }) => path.startsWith('/v1/chat/completions'));
  }

  /** What the next completions are to be, in order; after them the route decides. */
  next(...behaviours: Behaviour[]): void {
    this.inLine.push(...behaviours);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { pathname } = new URL(incoming.url ?? '/', 'http://localhost');
    const request: ModelRequest = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: JSON.parse(text === '' ? '{}' : text) as RequestBody,
      hungUp: false,
    };
    response.once('close', () => (request.hungUp = !response.writableFinished));
    this.requests.push(request);
    const scripted = pathname.endsWith('/chat/completions') ? this.inLine.shift() : undefined;
    await (scripted ?? this.routes.get(pathname) ?? nothingHere)(request, response);
  }
}

const nothingHere: Behaviour = (_, response) => json({ error: { message: 'not found' } }, 404)(_, response);

/** A JSON reply. */
export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Behaviour =>
  (_, response) =>
    void response
      .writeHead(status, { 'Content-Type': 'application/json', ...headers })
      .end(JSON.stringify(body));

/** A whole streamed completion, in small pieces. */
export const completes =
  (completion: Completion): Behaviour =>
  (_, response) => {
    begin(response);
    say(response, completion.text);
    finish(response, completion);
  };

/** Takes the request and never says anything. */
export const hangs: Behaviour = () => undefined;

/** Says some text, and then nothing any more; the connection stays open. */
export const stallsAfter =
  (text: string): Behaviour =>
  (_, response) => {
    begin(response);
    say(response, text);
  };

/** Says some text, and ends as if that were all; or resets the connection. */
export const breaksOffAfter =
  (text: string, how: 'end' | 'reset' = 'end'): Behaviour =>
  (_, response) => {
    begin(response);
    say(response, text);
    if (how === 'end') response.end();
    else setTimeout(() => response.socket?.resetAndDestroy(), 50);
  };

/** Says some text, and then what is given, as it is. */
export const saysThen =
  (text: string, raw: string): Behaviour =>
  (_, response) => {
    begin(response);
    say(response, text);
    response.end(raw);
  };

function begin(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  event(response, { choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] });
}

function say(response: ServerResponse, text: string): void {
  for (const content of text.match(/.{1,5}/gsu) ?? []) {
    event(response, { choices: [{ index: 0, delta: { content } }] });
  }
}

function finish(response: ServerResponse, { usage, finish: reason = 'stop' }: Completion): void {
  event(response, { choices: [{ index: 0, delta: {}, finish_reason: reason }] });
  if (usage) event(response, { choices: [], usage });
  response.end('data: [DONE]\n\n');
}

function event(response: ServerResponse, chunk: object): void {
  response.write(`data: ${JSON.stringify(chunk)}\n\n`);
}
