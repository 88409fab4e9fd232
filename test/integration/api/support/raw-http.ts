import { connect } from 'node:net';

/** What came back over a connection of its own, as text. */
export interface RawReply {
  status: number;
  head: string;
  body: string;
}

/** Sends bytes as they are, which no HTTP client would. `hangUp` closes our side after the last byte. */
export function sendRaw(
  url: string,
  bytes: string | Buffer,
  options: { hangUp?: boolean } = {},
): Promise<RawReply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (received += chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', body = ''] = received.split(/\r\n\r\n(.*)/s);
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body });
    });
    socket.write(bytes);
    if (options.hangUp) socket.end();
  });
}

/** The text of a request. A `Connection: close` makes the server end the connection after its answer. */
export function rawRequest(line: string, headers: Record<string, string>, body = ''): string {
  const all = { Host: 'localhost', Connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
