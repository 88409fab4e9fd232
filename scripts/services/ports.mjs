import { createConnection, createServer } from 'node:net';

/** Whether nobody listens on a loopback port. @param {number} port @returns {Promise<boolean>} */
export function isPortFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A loopback port that nobody listens on, chosen by the system. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The wanted port when it is free, else another one. @param {number | undefined} wanted */
export async function portLike(wanted) {
  return wanted !== undefined && (await isPortFree(wanted)) ? wanted : freePort();
}

/** The first free port at or above `from`. @param {number} from @returns {Promise<number>} */
export async function firstFreePort(from) {
  for (let port = from; port < from + 100; port++) {
    if (await isPortFree(port)) return port;
  }
  throw new Error(
    `all ports from ${from} to ${from + 99} are taken; choose another one: PORT=4000 npm start`,
  );
}

/**
 * Sends bytes to a loopback port and returns the first bytes that come back; undefined when nothing does.
 *
 * @param {number} port
 * @param {string | Buffer} request
 * @returns {Promise<Buffer | undefined>}
 */
export function exchange(port, request) {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1', timeout: 1000 });
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => socket.write(request));
    socket.once('data', done);
    socket.once('close', () => done(undefined));
    socket.once('timeout', () => done(undefined));
    socket.once('error', () => done(undefined));
  });
}
