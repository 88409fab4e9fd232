import { mkdir, mkdtemp, readFile, readdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DomainError } from '#contracts';
import { LexicalIndex } from '../lexical/lexical-index.js';
import { VersionHeadings } from '../replica/version-headings.js';
import { VectorIndex } from '../vector/vector-index.js';
import { loadSnapshot } from './load-snapshot.js';
import { removeSnapshots } from './snapshot-folders.js';
import type { SnapshotOwner, SnapshotState } from './snapshot-state.js';
import { writeSnapshot } from './write-snapshot.js';

const OWNER: SnapshotOwner = { collectionId: 'col/1', embedder: { id: 'embedder', dimensions: 4 } };

/** An index with passages 1 … `count`, one removed point among them, at position `seq`. */
function stateAt(seq: number, count = 20): SnapshotState {
  const lexical = new LexicalIndex();
  const vectors = VectorIndex.create(4);
  const ids = Array.from({ length: count }, (_, n) => n + 1);
  for (const id of [...ids, 999]) {
    lexical.add(id, `word${id} 日本語`);
    vectors.add(id, Float32Array.of(Math.sin(id), Math.cos(id), Math.sin(2 * id), 0.1));
  }
  const headings = new VersionHeadings();
  for (const id of ids) headings.add(`v${seq}`, id < 3 ? '' : `Guide > Part ${id % 2}`);
  lexical.remove(999);
  vectors.remove(999);
  return {
    position: { seq, op: 'add', versionId: `v${seq}` },
    lexical,
    vectors,
    headings,
    versions: [[`v${seq}`, ids]],
  };
}

async function flipByte(path: string, offset: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[offset] = (bytes[offset] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

describe('snapshots', () => {
  let folder: string;
  let invalid: DomainError[];
  const load = (owner = OWNER) => loadSnapshot(folder, owner, (error) => invalid.push(error));
  const names = async (): Promise<string[]> => readdir(join(folder, encodeURIComponent(OWNER.collectionId)));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kotae-snapshots-'));
    invalid = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('brings back what was written', async () => {
    const state = stateAt(7);
    const path = await writeSnapshot(folder, OWNER, state);
    const loaded = await load();
    expect(loaded).toMatchObject({ path, position: state.position, versions: [...state.versions] });
    const query = Float32Array.of(0.3, 0.5, 0.1, 0.9);
    expect(loaded?.vectors.search(query, 50)).toEqual(state.vectors.search(query, 50));
    expect(loaded?.lexical.search('日本語 word3', 50)).toEqual(state.lexical.search('日本語 word3', 50));
    expect(loaded?.headings).toEqual(state.headings.of(['v7']));
    expect(invalid).toEqual([]);
  });

  it('finds nothing where nothing was written, and nothing after removal', async () => {
    expect(await load()).toBeNull();
    await writeSnapshot(folder, OWNER, stateAt(1));
    await removeSnapshots(folder, OWNER.collectionId);
    expect(await load()).toBeNull();
    expect(invalid).toEqual([]);
  });

  it('loads the newest and keeps the last two', async () => {
    for (const seq of [9, 10, 11]) await writeSnapshot(folder, OWNER, stateAt(seq));
    expect((await names()).map((name) => Number(name.split('-')[0])).sort((a, b) => a - b)).toEqual([10, 11]);
    expect((await load())?.position.seq).toBe(11);
  });

  it('keeps writers of the same position apart', async () => {
    const written = await Promise.all([1, 2, 3].map(() => writeSnapshot(folder, OWNER, stateAt(5))));
    expect(new Set(written).size).toBe(3);
    expect((await load())?.position.seq).toBe(5);
    expect(await names()).toHaveLength(2);
    expect(invalid).toEqual([]);
  });

  const files = ['vectors.hnsw', 'lexical.bin', 'versions.json', 'ids.bin', 'snapshot.json'];
  const damages: [string, (path: string) => Promise<unknown>][] = files.flatMap((file) => {
    const at = (folder: string): string => join(folder, file);
    const size = async (path: string): Promise<number> => (await readFile(at(path))).length;
    return [
      [`${file} is cut short`, async (path: string) => truncate(at(path), (await size(path)) - 3)],
      [`${file} is empty`, (path: string) => truncate(at(path), 0)],
      [`${file} is missing`, (path: string) => rm(at(path))],
      ...[0, 0.3, 0.6, 0.99].map((place): [string, (path: string) => Promise<unknown>] => [
        `a bit of ${file} has flipped at ${place * 100} %`,
        async (path) => flipByte(at(path), Math.floor(place * (await size(path)))),
      ]),
    ];
  });

  it.each(damages)('throws a snapshot away when %s, and falls back to the one before', async (_, damage) => {
    await writeSnapshot(folder, OWNER, stateAt(1));
    const newest = await writeSnapshot(folder, OWNER, stateAt(2));
    await damage(newest);
    expect((await load())?.position.seq).toBe(1);
    expect(invalid).toEqual([expect.objectContaining({ code: 'snapshot_invalid' })]);
    expect(await names()).toHaveLength(1);
  });

  it('never uses files that another snapshot wrote', async () => {
    const first = await writeSnapshot(folder, OWNER, stateAt(1, 20));
    const second = await writeSnapshot(folder, OWNER, stateAt(2, 21));
    await rename(join(first, 'lexical.bin'), join(second, 'lexical.bin'));
    expect(await load()).toBeNull();
    expect(invalid).toHaveLength(2);
  });

  it.each([
    ['embedder', { ...OWNER, embedder: { id: 'other', dimensions: 4 } }],
    ['number of dimensions', { ...OWNER, embedder: { id: 'embedder', dimensions: 8 } }],
  ])('throws a snapshot of another %s away', async (_, owner) => {
    await writeSnapshot(folder, OWNER, stateAt(1));
    expect(await load(owner)).toBeNull();
    expect(invalid).toHaveLength(1);
    expect(await names()).toEqual([]);
  });

  it('refuses the snapshot of another collection even in the right place', async () => {
    const path = await writeSnapshot(folder, OWNER, stateAt(1));
    await mkdir(join(folder, 'other'));
    await rename(path, join(folder, 'other', path.split('/').at(-1) ?? ''));
    expect(await load({ ...OWNER, collectionId: 'other' })).toBeNull();
    expect(invalid[0]?.message).toContain('of collection col/1');
  });

  it('ignores a half-written folder, and clears it away once nobody can be writing it', async () => {
    const complete = await writeSnapshot(folder, OWNER, stateAt(1));
    const parent = join(complete, '..');
    await mkdir(join(parent, '.tmp-old'));
    await mkdir(join(parent, '.tmp-new'));
    await writeFile(join(parent, '.tmp-old', 'vectors.hnsw'), 'half');
    await utimes(join(parent, '.tmp-old'), new Date(0), new Date(0));
    expect((await load())?.position.seq).toBe(1);
    await writeSnapshot(folder, OWNER, stateAt(2));
    expect((await names()).filter((name) => name.startsWith('.'))).toEqual(['.tmp-new']);
  });

  it('leaves nothing behind when it fails', async () => {
    const state = stateAt(1);
    const writing = state.vectors.write(join(folder, 'elsewhere'));
    await expect(writeSnapshot(folder, OWNER, state)).rejects.toMatchObject({ code: 'internal_error' });
    await writing;
    expect(await names()).toEqual([]);
    expect(await load()).toBeNull();
  });
});
