import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ErrorCode } from '#contracts';
import { LocalHub } from '../../../../test/support/local-hub.js';
import type { GeneratorEntry } from './catalogue-entry.js';
import { downloadModel, type DownloadOptions, type ModelToDownload } from './download-model.js';
import { readReceipt } from './model-receipt.js';
import { PartFile } from './part-file.js';

const SIZE = 300_000;
const content = Buffer.alloc(SIZE, 'GGUF and then some bytes that differ from place to place ');
for (let i = 4; i < SIZE; i += 7) content[i] = (i * 31) % 251;
const sha256 = createHash('sha256').update(content).digest('hex');
const source = { repository: 'maker/model', revision: 'abc123', file: 'model.gguf' };
const servedPath = 'maker/model/resolve/abc123/model.gguf';

let folder: string;
let hub: LocalHub;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kotae-models-'));
  hub = await LocalHub.start();
  hub.serve(servedPath, { content });
});

afterEach(async () => {
  await hub.stop();
  await rm(folder, { recursive: true });
});

function entry(known: Partial<GeneratorEntry> = {}): GeneratorEntry {
  return {
    id: 'test-model',
    kind: 'generator',
    title: 'Test',
    source,
    sizeBytes: SIZE,
    sizeIsExact: true,
    sha256,
    contextSize: 4096,
    dimensions: { layers: 1, width: 32, feedForward: 32, keyValueHeads: 1, headSize: 32, vocabulary: 8 },
    quantisation: 'f16',
    licence: 'MIT',
    languages: ['en'],
    note: '',
    ...known,
  };
}

const model = (known: ModelToDownload['entry'] = entry()): ModelToDownload => ({
  id: 'test-model',
  path: join(folder, 'model.gguf'),
  source,
  entry: known,
});

const pull = (target = model(), options: DownloadOptions = {}) =>
  downloadModel(target, { baseUrl: hub.url, retryDelayMs: 1, ...options });

async function expectFailure(attempt: Promise<unknown>, code: ErrorCode, words: RegExp): Promise<void> {
  await expect(attempt).rejects.toMatchObject({ code });
  await expect(attempt).rejects.toThrow(words);
}

const bodyRequests = () => hub.requests.filter(({ origin }) => origin === 'cdn');
const leftovers = async () => (await readdir(folder)).filter((name) => /\.(part|lock|tmp)/.test(name));

describe('downloadModel', () => {
  it('follows the redirect, checks the file against the catalogue and leaves only it and its receipt', async () => {
    const report = await pull();
    expect(report).toMatchObject({ sizeBytes: SIZE, sha256, checkedAgainst: 'catalogue', resumedFrom: 0 });
    expect((await readFile(report.path)).equals(content)).toBe(true);
    expect(await readReceipt(report.path)).toMatchObject({
      sha256,
      source: 'hf:maker/model/model.gguf#abc123',
    });
    expect(await readdir(folder)).toEqual(['model.gguf', 'model.gguf.json']);
  });

  it('goes on where the connection broke off, as often as it does', async () => {
    hub.misbehave({ kind: 'drop', afterBytes: 100_000 }, { kind: 'drop', afterBytes: 50_000 });
    const reasons: string[] = [];
    await pull(model(), { onRetry: ({ reason }) => reasons.push(reason) });
    expect(reasons).toHaveLength(2);
    const starts = bodyRequests().map(({ range }) => Number(/\d+/.exec(range ?? '0')?.[0]));
    expect(starts[0]).toBe(0);
    expect(starts[1]).toBeGreaterThan(0);
    expect(starts[2]).toBeGreaterThan(starts[1] ?? 0);
  });

  it('keeps what it has when it gives up, and the next call goes on from there', async () => {
    hub.misbehave({ kind: 'drop', afterBytes: 120_000 });
    await expectFailure(
      pull(model(), { maxFailures: 1 }),
      'model_download_failed',
      /broke off.*fetch it again to go on after the \d+ bytes that are kept/s,
    );
    const kept = (await stat(join(folder, 'model.gguf.part'))).size;
    expect(kept).toBeGreaterThan(0);
    const phases = new Set<string>();
    const report = await pull(model(), { onProgress: ({ phase }) => phases.add(phase) });
    expect(report).toMatchObject({ resumedFrom: kept, checkedAgainst: 'catalogue' });
    expect(bodyRequests().at(-1)?.range).toBe(`bytes=${kept}-`);
    expect(phases).toEqual(new Set(['rehash', 'receive']));
    expect((await readFile(report.path)).equals(content)).toBe(true);
  });

  it('starts over when the server ignores the range', async () => {
    hub.misbehave({ kind: 'drop', afterBytes: 120_000 }, { kind: 'ignore-range' });
    const report = await pull();
    expect(report.resumedFrom).toBe(0);
    expect((await readFile(report.path)).equals(content)).toBe(true);
  });

  it('does not speak of bytes that it keeps when none have come', async () => {
    hub.misbehave({ kind: 'drop', afterBytes: 0 });
    const attempt = pull(model(), { maxFailures: 1 });
    await expectFailure(attempt, 'model_download_failed', /and fetch it again$/);
  });

  it('gives up on a server that ignores ranges and breaks off at the same place each time', async () => {
    hub.misbehave(
      ...Array.from({ length: 9 }, () => ({ kind: 'ignore-range', dropAfterBytes: 90_000 }) as const),
    );
    await expectFailure(pull(model(), { maxFailures: 3 }), 'model_download_failed', /could not be fetched/);
    expect(bodyRequests().length).toBeLessThanOrEqual(4);
  });

  it('starts over when the file on the server has changed since', async () => {
    hub.misbehave({ kind: 'drop', afterBytes: 120_000 });
    const open = model(entry({ sha256: null, sizeIsExact: false }));
    await expect(pull(open, { maxFailures: 1 })).rejects.toThrow(/broke off/);
    const changed = Buffer.concat([content, Buffer.from('more')]);
    hub.serve(servedPath, { content: changed });
    const report = await pull(open);
    expect((await readFile(report.path)).equals(changed)).toBe(true);
  });

  it('starts over from bytes of unknown origin', async () => {
    await writeFile(join(folder, 'model.gguf.part'), 'somebody else wrote this');
    const report = await pull();
    expect(report).toMatchObject({ resumedFrom: 0, sha256 });
  });

  it('asks for nothing when all bytes had arrived before the crash', async () => {
    const part = await PartFile.open(model().path, () => undefined);
    await part.restart({ sizeBytes: SIZE, sha256, etag: null });
    await part.append(content);
    await part.close();
    expect(await pull()).toMatchObject({ resumedFrom: SIZE, sha256 });
    expect(hub.requests).toEqual([]);
  });

  it('starts over when the server has less than what is there', async () => {
    const part = await PartFile.open(model().path, () => undefined);
    await part.restart({ sizeBytes: null, sha256: null, etag: null });
    await part.append(Buffer.concat([content, content]));
    await part.close();
    expect(await pull()).toMatchObject({ resumedFrom: 0, sha256 });
  });

  it('deletes a file whose bytes are wrong', async () => {
    hub.misbehave({ kind: 'wrong-bytes' });
    await expectFailure(pull(), 'model_checksum_mismatch', /has been deleted/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses, before it fetches, a file of another size or hash than the catalogue knows', async () => {
    await expectFailure(
      pull(model(entry({ sizeBytes: SIZE + 1, sha256: null }))),
      'model_checksum_mismatch',
      new RegExp(`${SIZE} bytes instead of ${SIZE + 1}`),
    );
    await expectFailure(
      pull(model(entry({ sha256: 'f'.repeat(64) }))),
      'model_checksum_mismatch',
      /another file than the catalogue knows/,
    );
    expect(existsSync(model().path)).toBe(false);
  });

  it('notices a body that ends early without an error', async () => {
    hub.misbehave({ kind: 'end-early', afterBytes: 40_000 });
    const report = await pull();
    expect((await readFile(report.path)).equals(content)).toBe(true);
    expect(bodyRequests()).toHaveLength(2);
  });

  it('takes silence for an interruption', async () => {
    hub.misbehave({ kind: 'stall', afterBytes: 40_000 });
    const reasons: string[] = [];
    await pull(model(), { stallTimeoutMs: 50, onRetry: ({ reason }) => reasons.push(reason) });
    expect(reasons).toEqual([expect.stringContaining('fallen silent')]);
  });

  it.each([429, 500, 503])('waits and tries again after %d', async (status) => {
    hub.misbehave({ kind: 'status', status, headers: { 'retry-after': '0' } });
    expect(await pull()).toMatchObject({ sha256 });
  });

  it.each([
    [401, /HF_TOKEN/],
    [403, /accept the licence/],
    [404, /no such file/],
    [400, /refuses/],
  ])('does not try again after %d, and says what to do', async (status, words) => {
    hub.misbehave({ kind: 'status', status });
    await expectFailure(pull(), 'model_download_failed', words);
    expect(hub.requests).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives up on a server that is never there', async () => {
    const { url } = hub;
    await hub.stop();
    const attempt = downloadModel(model(), { baseUrl: url, retryDelayMs: 1, maxFailures: 2 });
    await expect(attempt).rejects.toMatchObject({ code: 'model_download_failed', retryable: true });
    await expect(attempt).rejects.toThrow(/ECONNREFUSED.*HF_ENDPOINT/s);
    hub = await LocalHub.start();
  });

  it('sends the token to the hub and to nobody else', async () => {
    await pull(model(), { token: 'hf_secret' });
    expect(hub.requests.map(({ origin, token }) => [origin, token])).toEqual([
      ['hub', 'Bearer hf_secret'],
      ['cdn', null],
    ]);
  });

  it('checks against what the hub states where the catalogue has no hash, and says so', async () => {
    const open = model(entry({ sha256: null }));
    hub.misbehave({ kind: 'wrong-bytes' });
    await expectFailure(pull(open), 'model_checksum_mismatch', /instead of/);
    expect(await pull(open)).toMatchObject({ checkedAgainst: 'hub', sha256 });
  });

  it('says that nothing was checked when neither knows the hash', async () => {
    hub.serve(servedPath, { content, linked: false });
    expect(await pull(model(null))).toMatchObject({ checkedAgainst: 'nothing', sha256 });
  });

  it('refuses what is not a GGUF file at all', async () => {
    hub.serve(servedPath, { content: Buffer.from('<html>Please log in</html>'), linked: false });
    await expectFailure(pull(model(null)), 'model_download_failed', /not a GGUF file/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses, before it fetches, what the disk has no room for', async () => {
    hub.serve(servedPath, { content, linked: false, announcedBytes: 2 ** 52 });
    await expectFailure(pull(model(null)), 'storage_full', /GB free and needs 4503599.* GB/);
  });

  it('fetches nothing when the file is there', async () => {
    await writeFile(model().path, content);
    expect(await pull()).toMatchObject({ alreadyPresent: true, checkedAgainst: 'nothing' });
    expect(hub.requests).toEqual([]);
  });

  it('replaces a file of the wrong size', async () => {
    await writeFile(model().path, 'too short');
    expect(await pull()).toMatchObject({ alreadyPresent: false, sha256 });
  });

  it('lets one of two calls through, and the other one after it', async () => {
    const outcomes = await Promise.allSettled([pull(), pull()]);
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(failed).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ code: 'conflict' }) }),
    ]);
    expect(await pull()).toMatchObject({ alreadyPresent: true });
  });

  it('takes over the lock of a process that died', async () => {
    const dead = JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() });
    await writeFile(`${model().path}.lock`, dead);
    expect(await pull()).toMatchObject({ sha256 });
    expect(await leftovers()).toEqual([]);
  });

  it('stops when told to, and keeps what it has', async () => {
    hub.misbehave({ kind: 'stall', afterBytes: 40_000 });
    const stop = new AbortController();
    const attempt = pull(model(), { signal: stop.signal, onProgress: () => stop.abort() });
    await expectFailure(attempt, 'cancelled', /are kept/);
    expect((await stat(join(dirname(model().path), 'model.gguf.part'))).size).toBeGreaterThan(0);
    expect(await leftovers()).toEqual(['model.gguf.part', 'model.gguf.part.json']);
  });
});
