import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** One way to misbehave; each is spent on one request for a file's bytes (`status` on one request to the hub). */
export type Misbehaviour =
  | { kind: 'drop'; afterBytes: number }
  | { kind: 'stall'; afterBytes: number }
  | { kind: 'end-early'; afterBytes: number }
  | { kind: 'ignore-range'; dropAfterBytes?: number }
  | { kind: 'wrong-bytes' }
  | { kind: 'status'; status: number; headers?: Record<string, string> };

/** A file that the hub serves. */
export interface ServedFile {
  content: Buffer;
  /** Whether the hub states hash and size on its redirect, as the real one does for large files. Default true. */
  linked?: boolean;
  /** Length that is announced in place of the real one. */
  announcedBytes?: number;
}

/**
 * A model hub on this machine: like the real one it answers `/<repository>/resolve/<revision>/<file>` with a redirect
 * to another origin that serves the bytes, by range if asked. It misbehaves to order.
 */
export class LocalHub {
  /** Requests in order, from both origins: what was asked, with which range and authorization. */
  readonly requests: { origin: 'hub' | 'cdn'; path: string; range: string | null; token: string | null }[] =
    [];
  private readonly files = new Map<string, ServedFile>();
  private readonly script: Misbehaviour[] = [];

  private constructor(
    private readonly hub: Server,
    private readonly cdn: Server,
  ) {
    hub.on('request', (request: IncomingMessage, response: ServerResponse) =>
      this.redirect(request, response),
    );
    cdn.on('request', (request: IncomingMessage, response: ServerResponse) => this.send(request, response));
  }

  static async start(): Promise<LocalHub> {
    const [hub, cdn] = [createServer(), createServer()];
    for (const server of [hub, cdn]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    return new LocalHub(hub, cdn);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.hub.address() as AddressInfo).port}`;
  }

  /** Serves a file under `<repository>/resolve/<revision>/<file>`. */
  serve(path: string, file: ServedFile): void {
    this.files.set(`/${path}`, file);
  }

  /** Misbehaves on the next requests, in this order. */
  misbehave(...steps: Misbehaviour[]): void {
    this.script.push(...steps);
  }

  async stop(): Promise<void> {
    for (const server of [this.hub, this.cdn]) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  }

  private redirect(request: IncomingMessage, response: ServerResponse): void {
    const path = this.note('hub', request);
    const step = this.script[0];
    if (step?.kind === 'status') {
      this.script.shift();
      response.writeHead(step.status, step.headers).end('refused');
      return;
    }
    const file = this.files.get(path);
    if (file === undefined) {
      response.writeHead(404).end('Entry not found');
      return;
    }
    const linked = {
      'x-linked-etag': `"${createHash('sha256').update(file.content).digest('hex')}"`,
      'x-linked-size': String(file.content.length),
    };
    const location = `http://127.0.0.1:${(this.cdn.address() as AddressInfo).port}${path}`;
    response.writeHead(302, { location, ...(file.linked === false ? {} : linked) }).end();
  }

  private send(request: IncomingMessage, response: ServerResponse): void {
    const file = this.files.get(this.note('cdn', request));
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const step = this.script.shift();
    const from =
      step?.kind === 'ignore-range'
        ? 0
        : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const total = file.announcedBytes ?? file.content.length;
    if (from >= total && from > 0) {
      response.writeHead(416, { 'content-range': `bytes */${total}` }).end();
      return;
    }
    const body = Buffer.from(file.content.subarray(from));
    if (step?.kind === 'wrong-bytes') body[body.length - 1] = (body[body.length - 1] ?? 0) ^ 0xff;
    const headers: Record<string, string> = { etag: '"cdn-1"' };
    if (step?.kind !== 'end-early') headers['content-length'] = String(total - from);
    if (from > 0) headers['content-range'] = `bytes ${from}-${total - 1}/${total}`;
    response.writeHead(from > 0 ? 206 : 200, headers);
    const cut = step !== undefined && 'afterBytes' in step ? step.afterBytes : undefined;
    const limit = step?.kind === 'ignore-range' ? step.dropAfterBytes : cut;
    if (limit === undefined) {
      response.end(body);
      return;
    }
    response.write(body.subarray(0, limit), () => {
      if (step?.kind === 'end-early') response.end();
      // A client that has not read what came loses it when the connection breaks: give it the time.
      else if (step?.kind !== 'stall') setTimeout(() => response.destroy(), 50);
    });
  }

  private note(origin: 'hub' | 'cdn', request: IncomingMessage): string {
    const path = decodeURIComponent(request.url ?? '');
    const { range = null, authorization = null } = request.headers;
    this.requests.push({ origin, path, range, token: authorization });
    return path;
  }
}
