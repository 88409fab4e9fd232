import { appendFileSync, chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { cli } from '../../../../test/support/cli.js';

let folder: string;
let server: Server;
/** Called when the head of an upload has come, before its bytes are taken. */
let whileSending: (name: string) => void;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kotae-add-'));
  server = createServer((request, response) => {
    const name = basename(request.url ?? '');
    whileSending(name);
    request.resume().on('end', () => {
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: name, name, status: 'queued' }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
beforeEach(() => {
  whileSending = () => undefined;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const add = (...paths: string[]) => {
  const { port } = server.address() as AddressInfo;
  return cli(['add', '--json', ...paths], { KOTAE_URL: `http://127.0.0.1:${port}` });
};

describe('kotae add', () => {
  it('goes on after a file that is changed while it is sent, and says so', async () => {
    // More than a connection takes in before anybody reads from it.
    const log = write('log.txt', 'a line\n'.repeat(4_000_000));
    const others = ['a.md', 'b.md', 'c.md', 'd.md'].map((name) => write(name, name));
    whileSending = (name) => name === 'log.txt' && appendFileSync(log, 'one more\n');
    const { code, out } = await add(log, ...others);
    expect(code).toBe(1);
    const added = JSON.parse(out) as { name: string; document: unknown; error: unknown }[];
    expect(added[0]).toEqual({
      name: 'log.txt',
      document: null,
      error: {
        code: 'conflict',
        message: 'It was changed while it was sent. Add it again once it is written.',
      },
    });
    expect(added.slice(1).map(({ name, error }) => [name, error])).toEqual(
      ['a.md', 'b.md', 'c.md', 'd.md'].map((name) => [name, null]),
    );
  });

  it('says that there is nothing to add', async () => {
    const { code, err } = await add(mkdtempSync(join(folder, 'empty-')));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('no file is there') });
  });

  it('goes on after a file that is gone or may not be read', async () => {
    const [gone, closed, good] = [write('gone.md', 'x'), write('closed.md', 'x'), write('good.md', 'x')];
    chmodSync(closed, 0o000);
    const first = write('a.md', 'x');
    whileSending = () => rmSync(gone, { force: true });
    const { code, out } = await add(first, write('b.md', 'x'), write('c.md', 'x'), gone, closed, good);
    const added = JSON.parse(out) as { name: string; error: { code: string } | null }[];
    expect(code).toBe(1);
    const isRoot = process.getuid?.() === 0;
    expect(added.map(({ name, error }) => [name, error?.code ?? null])).toEqual([
      ['a.md', null],
      ['b.md', null],
      ['c.md', null],
      ['gone.md', 'not_found'],
      ['closed.md', isRoot ? null : 'forbidden'],
      ['good.md', null],
    ]);
  });
});
