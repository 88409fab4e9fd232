import type { IndexedPassage } from '#contracts';
import { TimeSlice } from '../vector/time-slice.js';
import { CollectionIndex } from './collection-index.js';
import { InMemoryIndexLog } from './in-memory-index-log.js';
import { LogFollower } from './log-follower.js';

const passage = (id: number): IndexedPassage => ({
  id,
  searchText: `passage ${id}`,
  heading: '',
  embedding: Float32Array.of(Math.cos(id), Math.sin(id)),
});

/** Follows a log and notes the versions visible after each step. */
function follow(log: InMemoryIndexLog, pageSize: number) {
  const index = CollectionIndex.create(2);
  const steps: string[] = [];
  const onPublished = (): void => {
    steps.push([...index.versions.keys()].join('+'));
  };
  const follower = new LogFollower(index, { log, collectionId: 'c', last: null, onPublished, pageSize });
  const catchUp = (signal = new AbortController().signal): Promise<void> =>
    follower.catchUp(new TimeSlice(), signal);
  const found = (): number[] => index.lexical.search('passage', 100, index.accepts).hits.map(({ id }) => id);
  return { index, follower, steps, catchUp, found };
}

describe.each([1, 2, 3, 1000])('LogFollower, %i entries a page', (pageSize) => {
  it('shows a new version and hides the one that it replaces in one step', async () => {
    const log = new InMemoryIndexLog();
    log.add('a1', [passage(1)]);
    log.add('b1', [passage(2)]);
    const { catchUp, steps, follower, found } = follow(log, pageSize);
    await catchUp();
    expect(steps).toEqual(['a1', 'a1+b1']);
    log.add('a2', [passage(3), passage(4)], 'a1');
    log.remove('b1');
    await catchUp();
    expect(steps.at(2)).toMatch(/^(b1\+)?a2$/);
    expect(steps.at(-1)).toBe('a2');
    expect(follower.applied).toBe(5);
    expect(found()).toEqual([3, 4]);
  });

  it('keeps the old version until the one that is really there, when those between are gone', async () => {
    const log = new InMemoryIndexLog();
    log.add('a1', [passage(1)]);
    const { catchUp, steps, found } = follow(log, pageSize);
    await catchUp();
    log.add('a2', [passage(2)], 'a1');
    log.add('b1', [passage(7)]);
    log.add('a3', [passage(3)], 'a2');
    await catchUp();
    expect(steps.filter((versions) => !/a\d/.test(versions))).toEqual([]);
    expect(
      steps
        .at(-1)
        ?.split('+')
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['a3', 'b1']);
    expect(found()).toEqual([3, 7]);
  });

  it('replays a history of versions that are all gone to nothing', async () => {
    const log = new InMemoryIndexLog();
    log.add('a1', [passage(1)]);
    log.add('a2', [passage(2)], 'a1');
    log.remove('a2');
    const { catchUp, follower, index } = follow(log, pageSize);
    await catchUp();
    expect(index.versions.size).toBe(0);
    expect(index.lexical.size).toBe(0);
    expect(follower.applied).toBe(4);
  });

  it('does not mind repeats, removals of what it never had, and versions without passages', async () => {
    const log = new InMemoryIndexLog();
    log.remove('never');
    log.add('a', [passage(1)]);
    log.add('a', [passage(1)]);
    log.add('empty', []);
    log.add('b', [passage(2)]);
    log.add('b', [passage(2)]);
    const { catchUp, follower, found } = follow(log, pageSize);
    await catchUp();
    expect(follower.applied).toBe(6);
    expect(found()).toEqual([1, 2]);
  });

  it('takes a version in again that was removed', async () => {
    const log = new InMemoryIndexLog();
    log.add('a', [passage(1)]);
    log.remove('a');
    log.add('a', [passage(1)]);
    log.add('a', [passage(1)]);
    const { catchUp, found } = follow(log, pageSize);
    await catchUp();
    expect(found()).toEqual([1]);
    log.remove('a');
    log.add('a', [passage(1), passage(2)]);
    await catchUp();
    expect(found()).toEqual([1, 2]);
  });

  it('leaves nothing half-done behind when it fails, and goes on where it was', async () => {
    const log = new InMemoryIndexLog(1);
    log.add('a1', [passage(1)]);
    const { catchUp, index, found, follower } = follow(log, pageSize);
    await catchUp();
    const broken = { ...passage(3), embedding: Float32Array.of(1, 2, 3) };
    log.add('a2', [passage(2), broken], 'a1');
    await expect(catchUp()).rejects.toMatchObject({ code: 'embedder_mismatch' });
    expect(follower.applied).toBe(1);
    expect(found()).toEqual([1]);
    expect([index.lexical.size, index.vectors.size]).toEqual([1, 1]);
    log.add('a3', [passage(4)], 'a2');
    await catchUp();
    expect(found()).toEqual([4]);
  });

  it('never shows the part of a version that was read before it disappeared', async () => {
    const log = new InMemoryIndexLog(1);
    log.add('a1', [passage(1)]);
    const { catchUp, steps, found } = follow(log, pageSize);
    await catchUp();
    log.add('a2', [passage(2), passage(3)], 'a1');
    const read = log.passages.bind(log);
    log.passages = async function* (versionId) {
      log.passages = read;
      for await (const batch of read(versionId)) {
        yield batch;
        log.add('a3', [passage(4)], 'a2');
      }
    };
    await catchUp().catch(() => catchUp());
    expect(found()).toEqual([4]);
    expect(steps.at(-1)).toBe('a3');
    expect(steps).not.toContain('a2');
  });

  it('stops when told to, without showing a part of a version', async () => {
    const log = new InMemoryIndexLog(1);
    log.add('a', [passage(1)]);
    const { catchUp, found } = follow(log, pageSize);
    await expect(catchUp(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(found()).toEqual([]);
  });
});
