import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { unzipSync } from 'fflate';
import type { DocumentView } from '#contracts';
import { KotaeClient } from '#client';
import { runExport } from '../../apps/cli/src/export/run-export.js';
import { Hashes } from '../../apps/cli/src/sync/hashes.js';
import { syncFolder } from '../../apps/cli/src/sync/sync-folder.js';
import { runSync, type SyncCommand } from '../../apps/cli/src/sync/run-sync.js';
import { CuttingProxy } from '../support/cutting-proxy.js';
import { Kotae } from '../support/kotae.js';
import { until } from '../support/until.js';

let kotae: Kotae;
const folder = mkdtempSync(join(tmpdir(), 'sync-'));
beforeAll(async () => {
  kotae = await Kotae.start();
}, 180_000);
afterAll(async () => {
  await kotae?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
/** A collection and a folder of the test's own. */
async function place(files: Record<string, string> = {}): Promise<{ collection: string; root: string }> {
  const collection = `c${++count}`;
  await kotae.client.expect('POST', '/v1/collections', { json: { name: collection } });
  const root = join(folder, collection);
  mkdirSync(root);
  write(root, files);
  return { collection, root };
}

function write(root: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

interface Printed {
  code: number;
  out: string;
  report: {
    uploaded: { name: string }[];
    unchanged: number;
    deleted: string[];
    gone: string[];
    failures: { name: string; code: string }[];
    left_out: { name: string; reason: string }[];
  };
}

async function run(command: (out: PassThrough, err: PassThrough) => Promise<number>): Promise<Printed> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const code = await command(out, err);
  const printed = String(out.read() ?? '');
  return { code, out: printed, report: printed.startsWith('{') ? JSON.parse(printed) : null };
}

const never = new AbortController().signal;
const service = () => ({ env: { KOTAE_URL: kotae.client.url }, signal: never });
const sync = (folder: string, collection: string, options: Partial<SyncCommand> = {}) =>
  run((out, err) => runSync({ folder, collection, json: true, ...options }, { ...service(), out, err }));

const exportTo = (
  collection: string,
  out: string,
  env: Record<string, string> = service().env,
  signal: AbortSignal = never,
) =>
  run((stdout, err) =>
    runExport({ collection, out, texts: true, json: true }, { env, signal, out: stdout, err }),
  );

/** What an export carries over, but for ids. */
const seen = (found: DocumentView[]) =>
  found
    .map(({ name, sha256, tags, date }) => ({ name, sha256, tags, date }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

async function documents(collection: string): Promise<DocumentView[]> {
  const { items } = await kotae.client.expect<{ items: DocumentView[] }>(
    'GET',
    `/v1/collections/${collection}/documents?limit=200`,
  );
  return items;
}
const namesIn = async (collection: string): Promise<string[]> =>
  (await documents(collection)).map(({ name }) => name).sort();

describe('kotae sync', () => {
  it('uploads what a folder holds under names with slashes, but for what is no document', async () => {
    const { collection, root } = await place({
      'a.md': '# A',
      ['sub/が.txt'.normalize('NFD')]: 'decomposed',
      '.hidden/x.md': 'x',
      '~$a.docx': 'x',
      'drafts/b.md': 'draft',
      'empty.txt': '',
      '.kotaeignore': 'drafts/\n',
    });
    symlinkSync('/etc/hostname', join(root, 'link.txt'));
    const { code, report } = await sync(root, collection);
    expect(code).toBe(0);
    expect(await namesIn(collection)).toEqual(['a.md', 'sub/が.txt'.normalize('NFC')]);
    expect(report.left_out).toEqual([
      { name: 'empty.txt', reason: 'empty' },
      { name: 'link.txt', reason: 'link' },
    ]);
  });

  it('sends only what has changed, and says what is gone', async () => {
    const { collection, root } = await place({ 'a.md': 'a', 'b.md': 'b', 'c.md': 'c' });
    await sync(root, collection);
    expect((await sync(root, collection)).report).toMatchObject({ uploaded: [], unchanged: 3 });
    write(root, { 'b.md': 'b, changed' });
    rmSync(join(root, 'c.md'));
    const { report } = await sync(root, collection);
    expect(report).toMatchObject({ uploaded: [{ name: 'b.md' }], unchanged: 1, gone: ['c.md'], deleted: [] });
    expect((await documents(collection)).find(({ name }) => name === 'b.md')?.version).toBe(2);
  });

  it('deletes with --delete what it has uploaded, and nothing of anybody else', async () => {
    const { collection, root } = await place({ 'a.md': 'a', 'b.md': 'b' });
    await kotae.client.upload('by-hand.txt', 'by hand', collection);
    const other = await place({ 'theirs.md': 'theirs', 'a.md': 'another a' });
    await sync(other.root, collection, { prefix: 'other/' });
    await sync(root, collection);
    rmSync(join(root, 'b.md'));
    expect((await sync(root, collection, { delete: true })).report.deleted).toEqual(['b.md']);
    expect(await namesIn(collection)).toEqual(['a.md', 'by-hand.txt', 'other/a.md', 'other/theirs.md']);
    // Without a prefix the other folder would replace a document that is not its own.
    const { code, report } = await sync(other.root, collection);
    expect([code, report.failures]).toEqual([
      1,
      [expect.objectContaining({ name: 'a.md', code: 'conflict' })],
    ]);
  });

  it('does not take a folder that is missing or empty for one whose documents should go', async () => {
    const { collection, root } = await place({ 'a.md': 'a' });
    await sync(root, collection);
    rmSync(join(root, 'a.md'));
    await expect(sync(root, collection, { delete: true })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('--force'),
    });
    await expect(sync(join(root, 'none'), collection, { delete: true })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await namesIn(collection)).toEqual(['a.md']);
    await sync(root, collection, { delete: true, force: true });
    expect(await namesIn(collection)).toEqual([]);
  });

  it('changes nothing with --dry-run', async () => {
    const { collection, root } = await place({ 'a.md': 'a' });
    const { out } = await sync(root, collection, { dryRun: true, json: false });
    expect(out).toBe('+ a.md\n1 would be uploaded, 0 unchanged, 0 would be deleted\n');
    expect(await namesIn(collection)).toEqual([]);
  });

  it('goes on after a file that is refused, and names the remedy', async () => {
    const { collection, root } = await place({ 'ok.md': 'ok', ['x'.repeat(200)]: 'long', 'z.md': 'z' });
    const { code, report } = await sync(root, collection, { prefix: 'p'.repeat(100) });
    expect(code).toBe(1);
    expect(report.failures).toEqual([
      {
        name: 'p'.repeat(100) + 'x'.repeat(200),
        code: 'invalid_request',
        message: expect.stringContaining('longer'),
      },
    ]);
    expect(await namesIn(collection)).toHaveLength(2);
  });

  it('sends a file again that is changed while it is sent, and counts its bytes on the way', async () => {
    const { collection, root } = await place({ 'log.txt': 'a line\n'.repeat(400_000), 'other.md': 'other' });
    const counts: number[] = [];
    const onProgress = (done: number): void => {
      if (!counts.some((count) => count > 0) && done > 0) appendFileSync(join(root, 'log.txt'), 'one more\n');
      counts.push(done);
    };
    const options = { folder: root, collection, prefix: '', source: 'here', settleMs: 0 };
    const report = await syncFolder(
      new KotaeClient({ url: kotae.client.url }),
      { ...options, delete: false, force: false, dryRun: false },
      new Hashes(),
      never,
      onProgress,
    );
    expect(report.failures).toEqual([]);
    expect(await namesIn(collection)).toEqual(['log.txt', 'other.md']);
    const log = (await documents(collection)).find(({ name }) => name === 'log.txt');
    expect(log?.size).toBe(readFileSync(join(root, 'log.txt')).length);
    expect(counts.length).toBeGreaterThan(10);
    expect([counts[0], counts.at(-1)]).toEqual([0, 400_000 * 7 + 5]);
  });

  it('says that there is no such collection', async () => {
    const { root } = await place({ 'a.md': 'a' });
    await expect(sync(root, 'nowhere')).rejects.toMatchObject({ code: 'collection_not_found' });
  });

  it('follows a folder with --watch: new, changed and deleted files', async () => {
    const { collection, root } = await place({ 'a.md': 'The first line.' });
    const stop = new AbortController();
    const terminal = { out: new PassThrough().resume(), err: new PassThrough().resume() };
    const command = { folder: root, collection, watch: true, delete: true };
    const watching = runSync(command, { ...service(), ...terminal, signal: stop.signal });
    try {
      await until('the first file', async () => (await namesIn(collection)).join() === 'a.md');
      write(root, { 'sub/b.md': 'A second file.', '.tmp-x': 'no document' });
      await until('a new file', async () => (await namesIn(collection)).join() === 'a.md,sub/b.md');
      write(root, { 'a.md': 'The first line, changed.' });
      await until('a new version', async () =>
        (await documents(collection)).some(({ version }) => version === 2),
      );
      rmSync(join(root, 'sub'), { recursive: true });
      await until('a deletion', async () => (await namesIn(collection)).join() === 'a.md');
    } finally {
      stop.abort();
    }
    expect(await watching).toBe(0);
  });
});

describe('kotae export', () => {
  it('writes every document, and what sync takes back in with names, tags and bytes', async () => {
    const { collection } = await place();
    const contents = { 'a.md': '# A', '../b:c.txt': 'odd name', 'sub/がん.txt': '日本語のテキスト。' };
    for (const [name, text] of Object.entries(contents)) await kotae.client.upload(name, text, collection);
    const [first] = await documents(collection);
    await kotae.client.expect('PATCH', `/v1/documents/${first?.id}`, {
      json: { tags: ['x', 'y'], date: '2026-01-05' },
    });
    for (const { id } of await documents(collection)) await kotae.client.ready(id);

    const out = join(folder, 'exported');
    expect(await exportTo(collection, out)).toMatchObject({ code: 0, report: { exported: 3, failures: [] } });
    expect(readFileSync(join(out, 'sub/がん.txt'), 'utf8')).toBe(contents['sub/がん.txt']);
    expect(readFileSync(join(out, '.kotae/texts/sub/がん.txt.txt'), 'utf8')).toBe(contents['sub/がん.txt']);

    const again = await place();
    await sync(out, again.collection);
    expect(seen(await documents(again.collection))).toEqual(seen(await documents(collection)));
  });

  it('writes the same to a ZIP, and nothing over what is there', async () => {
    const { collection } = await place();
    await kotae.client.ready((await kotae.client.upload('a/b.md', 'zipped', collection)).id);
    const out = join(folder, 'exported.zip');
    await exportTo(collection, out);
    const files = unzipSync(readFileSync(out));
    expect(Object.keys(files).sort()).toEqual([
      '.kotae/documents.jsonl',
      '.kotae/texts/a/b.md.txt',
      'a/b.md',
    ]);
    expect(Buffer.from(files['a/b.md'] ?? []).toString()).toBe('zipped');
    await expect(exportTo(collection, out)).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each(['broken-off', 'broken-off.zip'])(
    'leaves nothing behind when the service goes away in the middle: %s',
    async (name) => {
      const { collection } = await place();
      await kotae.client.ready((await kotae.client.upload('a.md', '# Whole', collection)).id);
      const large = await kotae.client.upload('b.txt', 'Line of a long text.\n'.repeat(50_000), collection);
      await kotae.client.ready(large.id);
      const proxy = await CuttingProxy.to(kotae.client.url);
      // Behind its text, 1.1 MB, which is asked for again when it breaks off; then comes the file.
      proxy.cutAfter(1_700_000);
      await kotae.client.ready((await kotae.client.upload('c.txt', 'Never asked for.', collection)).id);
      const out = join(folder, name);
      const failure = exportTo(collection, out, { KOTAE_URL: proxy.url });
      proxy.whenCut = () => proxy.refuse(Infinity);
      await expect(failure).rejects.toMatchObject({ code: 'unreachable' });
      expect(readdirSync(folder).filter((each) => each.startsWith(name))).toEqual([]);
      await proxy.stop();
      expect(await exportTo(collection, out)).toMatchObject({ code: 0, report: { exported: 3 } });
    },
  );

  it('leaves nothing behind when it is interrupted', async () => {
    const { collection } = await place();
    await kotae.client.upload('a.md', '# Whole', collection);
    const stop = new AbortController();
    stop.abort(new Error('interrupted'));
    const out = join(folder, 'interrupted');
    await expect(exportTo(collection, out, service().env, stop.signal)).rejects.toThrow('interrupted');
    expect(existsSync(out)).toBe(false);
  });

  it('writes an empty collection as an empty list', async () => {
    const { collection } = await place();
    const out = join(folder, 'nothing');
    expect(await exportTo(collection, out)).toMatchObject({ code: 0, report: { exported: 0 } });
    expect(readFileSync(join(out, '.kotae/documents.jsonl'), 'utf8')).toBe('');
  });

  it('passes over a document that is deleted while the others are written', async () => {
    const { collection } = await place();
    const { id } = await kotae.client.upload('a.txt', 'Stays and goes.', collection);
    await kotae.client.ready(id);
    await kotae.client.ready((await kotae.client.upload('b.txt', 'Stays.', collection)).id);
    // The first document goes when it has been listed and is asked for.
    const real = globalThis.fetch;
    const fetching = jest.spyOn(globalThis, 'fetch').mockImplementation(async (...call) => {
      if (call[0] instanceof Request && call[0].url.includes(`/documents/${id}/`)) {
        await real(`${kotae.client.url}/v1/documents/${id}`, { method: 'DELETE' });
      }
      return real(...call);
    });
    const out = join(folder, 'deleted');
    expect(await exportTo(collection, out)).toMatchObject({ code: 0, report: { exported: 1, failures: [] } });
    expect(readdirSync(out).sort()).toEqual(['.kotae', 'b.txt']);
    fetching.mockRestore();
  });
});
