import { createRequire } from 'node:module';

/** Every way by which Node's own modules reach the network, by module: what is taken from each. */
const doors: [module: string, names: string[]][] = [
  ['node:net', ['connect', 'createConnection', 'createServer']],
  ['node:tls', ['connect', 'createServer']],
  ['node:dgram', ['createSocket']],
  ['node:dns', ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'reverse']],
  ['node:http', ['request', 'get', 'createServer']],
  ['node:https', ['request', 'get', 'createServer']],
  ['node:http2', ['connect', 'createServer', 'createSecureServer']],
];

/**
 * Takes the network away from this process for good, as far as its own modules go. It is the only means on systems that
 * cannot give a program a network of its own (macOS, some containers): enough for a parser that is talked into fetching
 * something, not against one that was taken over.
 */
export function denyNetwork(): void {
  const load = createRequire(__filename);
  for (const [name, functions] of doors) {
    const module = load(name) as Record<string, unknown>;
    for (const each of functions) module[each] = refuse;
  }
  const { Socket } = load('node:net') as typeof import('node:net');
  Socket.prototype.connect = refuse;
  for (const each of ['fetch', 'WebSocket', 'EventSource']) Reflect.deleteProperty(globalThis, each);
  // pdf.js names it, and naming it loads all of the HTTP client: a quarter of the time to load pdf.js.
  Object.defineProperty(globalThis, 'Response', { value: class {}, configurable: true, writable: true });
}

function refuse(): never {
  throw Object.assign(new Error('A parser has no network.'), { code: 'ERR_ACCESS_DENIED' });
}
