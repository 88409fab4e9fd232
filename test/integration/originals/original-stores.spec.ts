import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { FolderOriginals, type OriginalStore } from '#database';
import { S3Originals } from '../../../libs/database/src/originals/s3-originals.js';
import type { PrivateServer } from '../../support/private-server.js';
import { S3_CREDENTIALS, startS3 } from '../../support/s3-server.js';

const MAX = 20_000_000;
let s3: PrivateServer;
let folder: string;
beforeAll(async () => {
  s3 = await startS3('originals');
  folder = mkdtempSync(join(tmpdir(), 'originals-'));
});
afterAll(async () => {
  await s3?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const place = { bucket: 'originals', prefix: 'kotae/a', pathStyle: true, region: 'us-east-1' };
const openS3 = (changes: object = {}): S3Originals =>
  new S3Originals(
    { ...place, endpoint: s3.url, credentials: S3_CREDENTIALS, ...changes },
    join(folder, 's3-scratch'),
    MAX,
  );
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const put = (store: OriginalStore, bytes: Buffer) => store.put(Readable.from([bytes]));
const listed = async (store: OriginalStore): Promise<string[]> => {
  const found: string[] = [];
  for await (const original of store.list()) found.push(original.sha256);
  return found;
};
const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
/** What lies around beside the originals. */
const leftovers = (): string[] =>
  ['s3-scratch/incoming', 's3-scratch/fetched', 'local/incoming'].flatMap((path) => {
    try {
      return readdirSync(join(folder, path));
    } catch {
      return [];
    }
  });

describe.each<[string, () => OriginalStore]>([
  ['FolderOriginals', () => new FolderOriginals(join(folder, 'local'), MAX)],
  ['S3Originals', () => openS3()],
])('%s', (_name, open) => {
  it('gives back what it took, whole, in part, and as a file', async () => {
    const store = open();
    const bytes = randomBytes(100_000);
    expect(await put(store, bytes)).toEqual({ sha256: sha256(bytes), size: bytes.length });
    const key = sha256(bytes);
    expect(await store.size(key)).toBe(bytes.length);
    expect(bytes.equals(await buffer(await store.read(key)))).toBe(true);
    const part = await buffer(await store.read(key, { start: 10, end: 19 }));
    expect(part.equals(bytes.subarray(10, 20))).toBe(true);
    const seen = await store.withFile(key, async (path) => readFileSync(path));
    expect(seen.equals(bytes)).toBe(true);
  });

  it('takes what is larger than one part of an upload', async () => {
    const store = open();
    const bytes = randomBytes(18_000_000);
    const { sha256: key } = await put(store, bytes);
    expect(sha256(await buffer(await store.read(key)))).toBe(key);
    await store.remove(key);
  });

  it('keeps equal bytes once, lists everything in order, and removes for good', async () => {
    const store = open();
    const before = await listed(store);
    const [a, b] = [randomBytes(50), randomBytes(60)];
    for (const bytes of [a, b, a]) await put(store, bytes);
    const now = await listed(store);
    expect(now).toEqual([...before, sha256(a), sha256(b)].sort());
    for (const bytes of [a, b]) await store.remove(sha256(bytes));
    await store.remove(sha256(a));
    expect(await listed(store)).toEqual(before);
    expect(await store.size(sha256(a))).toBeNull();
    expect(leftovers()).toEqual([]);
  });

  it('says which original is missing', async () => {
    const key = sha256(Buffer.from('never stored'));
    await expect(open().read(key)).rejects.toMatchObject({ code: 'document_not_found' });
    await expect(open().withFile(key, async () => 1)).rejects.toMatchObject({ code: 'document_not_found' });
  });

  it('refuses what is empty or too large, and what breaks off, and keeps nothing of it', async () => {
    const store = open();
    const before = await listed(store);
    await expect(put(store, Buffer.alloc(0))).rejects.toMatchObject({ code: 'document_empty' });
    await expect(put(store, Buffer.alloc(MAX + 1))).rejects.toMatchObject({ code: 'payload_too_large' });
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('the client hung up');
      })(),
    );
    await expect(store.put(broken)).rejects.toThrow('the client hung up');
    expect(await listed(store)).toEqual(before);
    expect(leftovers()).toEqual([]);
  });

  it('passes the check', async () => {
    await expect(open().check()).resolves.toBeUndefined();
  });
});

describe('S3Originals when the store fails', () => {
  const bytes = Buffer.from('bytes that never arrive');

  it('sees nothing of other prefixes', async () => {
    const other = openS3({ prefix: '' });
    await put(openS3(), Buffer.from('below a prefix'));
    expect(await listed(other)).toEqual([]);
  });

  it.each([
    ['an unknown key', { credentials: { ...S3_CREDENTIALS, accessKeyId: 'nobody' } }],
    ['a bucket that does not exist', { bucket: 'no-such-bucket' }],
    ['no region', { region: undefined }],
  ])('tells the remedy for %s, and that it may pass', async (_name, changes) => {
    const store = openS3(changes);
    const problem = { code: 'service_unavailable', retryable: true };
    await expect(put(store, bytes)).rejects.toMatchObject(problem);
    await expect(store.check()).rejects.toMatchObject({
      ...problem,
      message: expect.stringMatching(/AWS_|KOTAE_ORIGINALS|access key/),
    });
    expect(leftovers()).toEqual([]);
  });

  // The local server checks no secrets and has no quota, so these answers come from a server that gives nothing else.
  it.each([
    [403, 'SignatureDoesNotMatch', 'service_unavailable', 'AWS_SECRET_ACCESS_KEY'],
    [403, 'AccessDenied', 'service_unavailable', 'right to list, read, write and delete'],
    [507, 'XMinioStorageFull', 'storage_full', 'Free space'],
    [503, 'SlowDown', 'service_unavailable', 'try again soon'],
  ])('understands %i %s', async (status, name, code, remedy) => {
    const server = createHttpServer((request, response) => {
      request.resume();
      response.writeHead(status, { 'Content-Type': 'application/xml' });
      response.end(
        request.method === 'HEAD' ? '' : `<Error><Code>${name}</Code><Message>no</Message></Error>`,
      );
    });
    const url = await listen(server);
    await expect(openS3({ endpoint: url }).read(sha256(bytes))).rejects.toMatchObject({
      code,
      retryable: true,
      message: expect.stringContaining(remedy),
    });
    server.close();
  });

  it('keeps no half object when the server dies during an upload, and takes it once it is back', async () => {
    const large = randomBytes(18_000_000);
    let killed: Promise<void> | null = null;
    let sent = 0;
    const cable = createServer((socket) => {
      const onward = connect(s3.port, '127.0.0.1');
      for (const end of [socket, onward]) end.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        sent += chunk.length;
        if (sent > 10_000_000) killed ??= s3.kill();
      });
      socket.pipe(onward).pipe(socket);
      onward.on('close', () => socket.destroy());
    });
    const endpoint = await listen(cable);
    await expect(put(openS3({ endpoint }), large)).rejects.toMatchObject({
      code: 'service_unavailable',
      retryable: true,
    });
    expect(killed).not.toBeNull();
    expect(leftovers()).toEqual([]);
    cable.close();
    await s3.restart();
    expect(await openS3().size(sha256(large))).toBeNull();
    await put(openS3(), large);
    expect(await openS3().size(sha256(large))).toBe(large.length);
  });

  it('says so while the server is down', async () => {
    await s3.shutDown();
    try {
      const problem = { code: 'service_unavailable', message: expect.stringContaining('cannot be reached') };
      await expect(openS3().check()).rejects.toMatchObject(problem);
      await expect(openS3().size(sha256(bytes))).rejects.toMatchObject(problem);
    } finally {
      await s3.restart();
    }
  });
});
