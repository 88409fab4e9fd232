import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassageSet } from '../search/passage-set.js';
import { NO_ID, VectorIndex } from './vector-index.js';

const DIMENSIONS = 16;

/** A fixed pseudo-random sequence, so that every run sees the same vectors. */
function randomVectors(count: number, seed = 1): Float32Array[] {
  let state = seed;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648 - 0.5;
  };
  return Array.from({ length: count }, () => unit(Float32Array.from({ length: DIMENSIONS }, next)));
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((component) => component / norm);
}

function nearest(vectors: Map<number, Float32Array>, query: Float32Array, k: number): number[] {
  const similarity = (vector: Float32Array): number =>
    vector.reduce((sum, component, axis) => sum + component * (query[axis] ?? 0), 0);
  return [...vectors]
    .map(([id, vector]) => ({ id, similarity: similarity(vector) }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, k)
    .map(({ id }) => id);
}

function filled(vectors: Float32Array[], firstId = 0): VectorIndex {
  const index = VectorIndex.create(DIMENSIONS);
  vectors.forEach((vector, position) => index.add(firstId + position, vector));
  return index;
}

const idsOf = (hits: { id: number }[]): number[] => hits.map(({ id }) => id);
const sorted = (ids: Iterable<number>): number[] => [...ids].sort((a, b) => a - b);

jest.setTimeout(30_000);

describe('VectorIndex', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kotae-vector-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('finds what an exact search finds, beyond its first capacity', () => {
    const vectors = randomVectors(1500);
    const index = filled(vectors);
    const exact = new Map(vectors.entries());
    let found = 0;
    const queries = randomVectors(50, 7);
    for (const query of queries) {
      const expected = new Set(nearest(exact, query, 10));
      found += idsOf(index.search(query, 10)).filter((id) => expected.has(id)).length;
    }
    expect(found / (queries.length * 10)).toBeGreaterThanOrEqual(0.99);
  });

  it('scores by cosine, whatever the length of the vectors', () => {
    const index = VectorIndex.create(2);
    index.add(1, Float32Array.of(3, 0));
    index.add(2, Float32Array.of(0, 5));
    const [first, second] = index.search(Float32Array.of(0.5, 0), 2);
    expect(first).toEqual({ id: 1, similarity: 1 });
    expect(second?.similarity).toBeCloseTo(0);
  });

  it('knows ids beyond 32 bits', () => {
    const index = filled(randomVectors(3), 2 ** 40);
    expect(sorted(idsOf(index.search(randomVectors(1)[0]!, 3)))).toEqual([2 ** 40, 2 ** 40 + 1, 2 ** 40 + 2]);
  });

  it('returns all there is when asked for more, and nothing when empty', () => {
    expect(VectorIndex.create(DIMENSIONS).search(randomVectors(1)[0]!, 5)).toEqual([]);
    expect(filled(randomVectors(3)).search(randomVectors(1)[0]!, 5000)).toHaveLength(3);
  });

  it('never returns removed passages and still returns k', () => {
    const vectors = randomVectors(300);
    const index = filled(vectors);
    for (let id = 0; id < 280; id++) index.remove(id);
    expect(index.size).toBe(20);
    const hits = idsOf(index.search(vectors[0]!, 20));
    expect(sorted(hits)).toEqual(Array.from({ length: 20 }, (_, n) => 280 + n));
  });

  it('finds a passage that was removed and added again, under its new vector only', () => {
    const vectors = randomVectors(20);
    const index = filled(vectors);
    index.remove(3);
    index.add(3, vectors[4]!);
    index.remove(999);
    expect(index.size).toBe(20);
    expect(sorted(idsOf(index.search(vectors[4]!, 2)))).toEqual([3, 4]);
    expect(index.search(vectors[3]!, 1)[0]?.id).not.toBe(3);
  });

  it('makes up for passages that the caller rejects', () => {
    const vectors = randomVectors(200);
    const index = filled(vectors);
    const hits = index.search(vectors[0]!, 5, (id) => id >= 190);
    expect(hits).toHaveLength(5);
    expect(hits.every(({ id }) => id >= 190)).toBe(true);
  });

  it('compares the given passages one by one, so that few of many are found exactly', async () => {
    const vectors = randomVectors(1200);
    const index = filled(vectors);
    for (const share of [1, 10, 100]) {
      const within = new PassageSet();
      for (let id = share - 1; id < vectors.length; id += share) within.add(id);
      within.add(99_999);
      const exact = new Map([...vectors.entries()].filter(([id]) => within.has(id)));
      for (const query of randomVectors(10, 11)) {
        const hits = await index.searchWithin(query, 7, within);
        expect(idsOf(hits)).toEqual(nearest(exact, query, 7));
        const [first] = index.search(query, 1, within.has);
        expect(hits[0]!.similarity).toBeCloseTo(first!.similarity, 5);
      }
    }
  });

  it('compares with what a passage is now, also after it was removed and added again', async () => {
    const [one, two, three] = randomVectors(3);
    const index = filled([one!, two!]);
    const within = new PassageSet();
    within.add(0);
    await index.searchWithin(three!, 1, within);
    index.remove(0);
    expect(await index.searchWithin(three!, 1, within)).toEqual([]);
    index.add(0, three!);
    const [hit] = await index.searchWithin(three!, 1, within);
    expect(hit).toEqual({ id: 0, similarity: expect.closeTo(1, 5) });
  });

  it('refuses vectors of another size and components that are no numbers', () => {
    const index = VectorIndex.create(2);
    expect(() => index.add(1, Float32Array.of(1, 0, 0))).toThrow(
      expect.objectContaining({ code: 'embedder_mismatch' }),
    );
    expect(() => index.search(Float32Array.of(1), 1)).toThrow(
      expect.objectContaining({ code: 'embedder_mismatch' }),
    );
    for (const bad of [NaN, Infinity]) {
      expect(() => index.add(1, Float32Array.of(1, bad))).toThrow('not a finite number');
      expect(() => index.search(Float32Array.of(1, bad), 1)).toThrow('not a finite number');
    }
    expect(index.size).toBe(0);
  });

  it('keeps the old vector when the new one is refused', () => {
    const index = VectorIndex.create(2);
    index.add(1, Float32Array.of(1, 0));
    expect(() => index.add(1, Float32Array.of(NaN, 0))).toThrow('not a finite number');
    expect(index.search(Float32Array.of(1, 0), 1)).toEqual([{ id: 1, similarity: 1 }]);
  });

  it('takes the zero vector as similar to nothing', () => {
    const index = VectorIndex.create(2);
    index.add(1, Float32Array.of(0, 0));
    index.add(2, Float32Array.of(1, 0));
    expect(idsOf(index.search(Float32Array.of(1, 0), 5))).toEqual([2]);
    expect(index.search(Float32Array.of(0, 0), 5)).toEqual([]);
    index.remove(1);
    expect(index.size).toBe(1);
  });

  it('survives writing and loading, deleted points included, and grows afterwards', async () => {
    const vectors = randomVectors(400);
    const index = filled(vectors);
    for (let id = 0; id < 100; id++) index.remove(id);
    const path = join(folder, 'graph');
    const loaded = await VectorIndex.load(path, DIMENSIONS, await index.write(path));
    const query = randomVectors(1, 9)[0]!;
    expect(loaded.search(query, 50)).toEqual(index.search(query, 50));
    randomVectors(2000, 3).forEach((vector, position) => loaded.add(1000 + position, vector));
    expect(loaded.size).toBe(2300);
    expect(idsOf(loaded.search(vectors[200]!, 1))).toEqual([200]);
  });

  it('writes and loads an index without points', async () => {
    const path = join(folder, 'graph');
    await VectorIndex.create(DIMENSIONS).write(path);
    const loaded = await VectorIndex.load(path, DIMENSIONS, []);
    loaded.add(1, randomVectors(1)[0]!);
    expect(idsOf(loaded.search(randomVectors(1)[0]!, 1))).toEqual([1]);
  });

  it('searches but refuses to change while it is being written', async () => {
    const vectors = randomVectors(50);
    const index = filled(vectors);
    const written = index.write(join(folder, 'graph'));
    expect(() => index.add(99, vectors[0]!)).toThrow('must not change');
    expect(() => index.remove(1)).toThrow('must not change');
    expect(idsOf(index.search(vectors[1]!, 1))).toEqual([1]);
    await written;
    index.add(99, vectors[0]!);
    expect(index.size).toBe(51);
  });

  it('says so when a file cannot be written, and works on', async () => {
    const index = filled(randomVectors(5));
    await expect(index.write(join(folder, 'missing', 'graph'))).rejects.toMatchObject({
      code: 'snapshot_invalid',
    });
    index.remove(1);
    expect(index.size).toBe(4);
  });

  it.each([
    ['is cut short', (path: string, size: number) => truncate(path, size - 1)],
    ['has lost its header', (path: string) => truncate(path, 40)],
    [
      'has bytes too many',
      async (path: string) => writeFile(path, Buffer.concat([await readFile(path), Buffer.alloc(4)])),
    ],
    ['is missing', (path: string) => rm(path)],
  ])('refuses to load a file that %s', async (_, damage) => {
    const index = filled(randomVectors(100));
    const path = join(folder, 'graph');
    const ids = await index.write(path);
    await damage(path, (await readFile(path)).length);
    await expect(VectorIndex.load(path, DIMENSIONS, ids)).rejects.toMatchObject({
      code: 'snapshot_invalid',
    });
  });

  it('refuses to load a file of other dimensions or another count', async () => {
    const index = filled(randomVectors(10));
    const path = join(folder, 'graph');
    const ids = await index.write(path);
    await expect(VectorIndex.load(path, DIMENSIONS + 1, ids)).rejects.toMatchObject({
      code: 'snapshot_invalid',
    });
    await expect(VectorIndex.load(path, DIMENSIONS, [...ids, 77])).rejects.toMatchObject({
      code: 'snapshot_invalid',
    });
  });

  it('compacts while it goes on changing, and loses and revives nothing', async () => {
    const vectors = randomVectors(1500);
    const index = filled(vectors);
    const model = new Map(vectors.entries());
    const remove = (id: number): void => {
      index.remove(id);
      model.delete(id);
    };
    const add = (id: number, vector: Float32Array): void => {
      index.add(id, vector);
      model.set(id, vector);
    };
    expect(index.wantsCompaction).toBe(false);
    for (let id = 0; id < 600; id++) remove(id);
    expect(index.wantsCompaction).toBe(true);

    const compacted = index.compact();
    remove(600); // copied already
    remove(1499); // not yet copied
    add(601, vectors[0]!); // replaced after it was copied
    randomVectors(100, 8).forEach((vector, position) => add(5000 + position, vector));
    expect(idsOf(index.search(vectors[1400]!, 1))).toEqual([1400]);
    await compacted;

    expect(index.wantsCompaction).toBe(false);
    expect(index.size).toBe(model.size);
    const ids = await index.write(join(folder, 'graph'));
    expect(ids.filter((id) => id !== NO_ID)).toHaveLength(model.size);
    expect(ids.length).toBeLessThan(1050);
    const all = idsOf(index.search(vectors[0]!, 5000));
    expect(sorted(all)).toEqual(sorted(model.keys()));
    expect(idsOf(index.search(vectors[0]!, 3))).toEqual(nearest(model, vectors[0]!, 3));
    remove(5000);
    expect(index.size).toBe(model.size);
  });
});
