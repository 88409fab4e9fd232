import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ArithmeticContext,
  range,
  setUpScheduler,
  solo,
} from '../../../../test/support/arithmetic-context.js';
import { type PrefixIdentity, SavedPrefixes } from './saved-prefixes.js';

const identity: PrefixIdentity = { model: 'abc', cacheType: 'f16/f16', rope: 'short', engine: '1' };
const never = new AbortController().signal;

async function holding(tokens: number[]) {
  const sequence = new ArithmeticContext().sequence(5000);
  await sequence.prefill(tokens);
  return sequence;
}

describe('SavedPrefixes', () => {
  let folder: string;
  let lines: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kotae-prefixes-'));
    lines = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (other: Partial<PrefixIdentity> = {}, bytes = 1e6) =>
    SavedPrefixes.open({
      folder,
      bytes,
      identity: { ...identity, ...other },
      log: (line) => lines.push(line),
    });
  const files = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
  const stateFile = () =>
    join(
      folder,
      files().find((name) => name.endsWith('.state'))!,
    );

  it('gives a later process what an earlier one has saved', async () => {
    await (await open()).save(await holding(range(500)), 400);
    const later = await open();
    const file = later.find([...range(450), 98], 0, null)!;
    const sequence = await holding([5, 6]);
    expect(await later.load(file, sequence, never)).toBe(true);
    expect(sequence.tokens).toEqual(range(500));
  });

  it.each([{ model: 'other' }, { cacheType: 'q8_0/q8_0' }, { rope: 'long' as const }, { engine: '2' }])(
    'gives nothing that was saved by anything else: %j',
    async (other) => {
      await (await open(other)).save(await holding(range(500)), 400);
      expect((await open()).find(range(500), 0, null)).toBeNull();
    },
  );

  it('offers a file only when that is sooner than reading the prompt again', async () => {
    const prefixes = await open();
    await prefixes.save(await holding(range(500)), 400);
    expect(prefixes.find(range(500), 0, 0.03)).not.toBeNull();
    expect(prefixes.find(range(500), 400, 0.03)).toBeNull();
    expect(prefixes.find(range(100), 0, 0.03)).toBeNull();
    expect(prefixes.find(range(500), 0, 1e6)).toBeNull();
  });

  it('saves nothing that nobody has shared, and nothing twice', async () => {
    const prefixes = await open();
    await prefixes.save(await holding(range(500)), 0);
    expect(files()).toEqual([]);
    await prefixes.save(await holding(range(500)), 400);
    await prefixes.save(await holding([...range(480), 98, 97]), 400);
    expect(files()).toHaveLength(2);
  });

  it.each([
    {
      name: 'changed in one byte',
      damage: (path: string) => {
        const bytes = readFileSync(path);
        bytes[bytes.length >> 1]! ^= 1;
        writeFileSync(path, bytes);
      },
    },
    { name: 'cut short', damage: (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 100)) },
    { name: 'gone', damage: (path: string) => rmSync(path) },
  ])(
    'refuses and removes a file that is $name, and leaves the sequence empty or as it was',
    async ({ damage }) => {
      const prefixes = await open();
      await prefixes.save(await holding(range(500)), 400);
      damage(stateFile());
      const sequence = await holding([5, 6]);
      expect(await prefixes.load(prefixes.find(range(500), 0, null)!, sequence, never)).toBe(false);
      expect([[], [5, 6]]).toContainEqual(sequence.tokens);
      expect(files()).toEqual([]);
      expect(lines.join()).toContain('removed a saved prefix of 500 tokens');
      expect((await open()).find(range(500), 0, null)).toBeNull();
    },
  );

  it('forgets what an interrupted write has left', async () => {
    await (await open()).save(await holding(range(500)), 400);
    const state = stateFile();
    writeFileSync(state.replace('.state', '.4711.tmp'), 'half');
    rmSync(state.replace('.state', '.json'));
    expect((await open()).find(range(500), 0, null)).toBeNull();
    expect(files()).toEqual([]);
  });

  it('keeps within its room, and gives up what was unused for longest', async () => {
    const one = await holding(range(400));
    await (await open()).save(one, 400);
    const { size } = statSync(stateFile());
    const prefixes = await open({}, size * 3.5);
    const texts = [5, 9, 13, 17].map((from) => range(400, from));
    for (const tokens of texts) {
      await prefixes.save(await holding(tokens), 400);
      const first = prefixes.find(range(400), 0, null);
      if (first) await prefixes.load(first, await holding([]), never);
    }
    const left = [range(400), ...texts].map((tokens) => prefixes.find(tokens, 0, null) !== null);
    expect(left).toEqual([true, false, false, true, true]);
  });

  it('does not begin what is too large for its room', async () => {
    const prefixes = await open({}, 2000);
    await prefixes.save(await holding(range(3000)), 400);
    expect(files()).toEqual([]);
  });

  it('lets a scheduler begin where another one has left off', async () => {
    const prefixes = await open();
    const prompt = [...range(600), 5];
    await prefixes.save(await holding(range(600)), 600);
    const { run, stats } = setUpScheduler({ capacity: 1000, prefixes: () => prefixes });
    const { made, result } = run(prompt, { maxTokens: 9 });
    expect((await result).reusedTokens).toBe(600);
    expect(made).toEqual(solo(prompt, 9, 1000).made);
    expect(stats().counters).toMatchObject({ loadedTokens: 600, reusedTokens: 600, promptTokens: 1 });
  });

  it('lets a scheduler read a prompt whose file turns out to be damaged', async () => {
    const prefixes = await open();
    await prefixes.save(await holding(range(600)), 600);
    writeFileSync(stateFile(), 'nonsense');
    const prompt = [...range(600), 5];
    const { run } = setUpScheduler({ capacity: 1000, prefixes: () => prefixes });
    const { made, result } = run(prompt, { maxTokens: 9 });
    expect((await result).reusedTokens).toBe(0);
    expect(made).toEqual(solo(prompt, 9, 1000).made);
  });
});
