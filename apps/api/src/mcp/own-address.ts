import type { Socket } from 'node:net';

/** Where this process listens, as seen from itself: the address at which a request has just reached it. */
export function ownAddress({
  localAddress = '127.0.0.1',
  localPort,
}: Pick<Socket, 'localAddress' | 'localPort'>): string {
  // A server that listens on `::` shows IPv4 addresses as IPv6 ones.
  const address = localAddress.replace(/^::ffff:/, '');
  return `http://${address.includes(':') ? `[${address}]` : address}:${localPort}`;
}
