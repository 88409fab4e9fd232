import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { tinyPhi3 } from '../support/tiny-models.js';
import { ask, ENGINE_TIMEOUT_MS, sources, startEngine } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

/** 6 KiB of cache per token: contexts, not buffers, are what fills the memory. */
const wide = { context: 131_072, longRope: true, layers: 4, width: 512 };

describe('the memory that a plan foresees', () => {
  it.each([
    { name: 'one short sequence', model: {}, sequences: 1 },
    { name: 'sixteen sequences', model: {}, sequences: 16 },
    { name: 'a wide model', model: wide, sequences: 2 },
    { name: 'a cache in f16', model: wide, sequences: 2, cacheType: 'f16' as const },
    { name: 'a quantised cache', model: wide, sequences: 2, cacheType: 'q8_0' as const },
  ])('is what llama.cpp takes, or a little more: $name', async ({ model, sequences, cacheType }) => {
    const host = await startEngine({ path: tinyPhi3(model), sequences, ...(cacheType && { cacheType }) });
    const { memory } = host.info;
    const { text } = await ask(host, {}).answer;
    await host.close();
    expect(memory?.cacheType).toBe(cacheType ?? 'q8_0_keys');
    expect(memory!.planned).toBeGreaterThanOrEqual(memory!.taken);
    expect(memory!.planned).toBeLessThan(1.35 * memory!.taken);
    expect(text).not.toBe('');
  });

  it('counts the long lane once it is there', async () => {
    const host = await startEngine({ path: tinyPhi3(wide), longContext: 8192 });
    const { planned, taken } = host.info.memory!;
    await ask(host, { sources: sources(' leave'.repeat(4500)), maxTokens: 1 }).answer;
    await host.close();
    expect(planned).toBeGreaterThanOrEqual(taken);
  });
});

describe('an engine that gets less memory than it was promised', () => {
  it('makes a shorter long lane at the first question that needs one, and answers it', async () => {
    const { log, started, ended, long, short } = await underLimit(1200, {
      sequences: 1,
      longContext: 131_072,
    });
    expect(started[1]).toMatchObject({ name: 'long', contextSize: 131_072 });
    expect(long).toMatchObject({ completionTokens: 4 });
    expect(long.lane.contextSize).toBeLessThan(131_072);
    expect(ended[1]).toEqual(long.lane);
    expect(short.completionTokens).toBe(4);
    expect(log.join('\n')).toContain('no memory for the long lane of 131072 tokens: trying');
  });

  it('starts with fewer sequences, and says so', async () => {
    const { log, started, short } = await underLimit(1200, { sequences: 40, longContext: 0 });
    expect(started[0]!.sequences).toBeLessThan(40);
    expect(started[0]).toMatchObject({ name: 'short', contextSize: 4096 });
    expect(short.completionTokens).toBe(4);
    expect(log.join('\n')).toMatch(/stepping down.*no long lane, cache with keys in q8_0/);
  });
});

/** Runs an engine under a limit of the system, which no estimate knows of; a long question, then a short one. */
async function underLimit(megabytes: number, options: { sequences: number; longContext: number }) {
  const program = ['test/support/ask-twice.mjs', tinyPhi3(wide), JSON.stringify(options)];
  const limited = [`--data=${megabytes * 1e6}`, process.execPath, ...program];
  const { stdout } = await promisify(execFile)('prlimit', limited, { timeout: ENGINE_TIMEOUT_MS });
  return JSON.parse(stdout) as {
    log: string[];
    started: { name: string; sequences: number; contextSize: number }[];
    ended: { name: string; contextSize: number }[];
    long: { lane: { contextSize: number }; completionTokens: number };
    short: { completionTokens: number };
  };
}
