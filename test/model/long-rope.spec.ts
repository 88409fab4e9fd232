import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { EngineHost } from '#llm';
import { tinyPhi3 } from '../support/tiny-models.js';
import { ask, ENGINE_TIMEOUT_MS } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

type Said = [token: number, probability: number][];

/** A prompt of 300 tokens: enough places for the factors of either regime to matter. */
const prompt = [1, 32_010, ...Array.from({ length: 300 }, (_, i) => 500 + ((i * 37) % 900)), 32_007, 32_001];
/** Further on, the pieces in which a prompt is read may decide between two tokens that are as likely as each other. */
const COUNT = '8';

async function json<T>(script: string, ...args: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [`test/support/${script}`, ...args]);
  return JSON.parse(stdout) as T;
}

const solo = (model: string, shapes: [number, number][]) =>
  json<Said[]>('greedy-tokens.mjs', model, JSON.stringify(shapes), JSON.stringify(prompt), COUNT);
const tokensOf = (said: Said) => said.map(([token]) => token);

describe('the lanes of a LongRoPE model', () => {
  it('say exactly what a context of their own regime says alone, and the regimes differ', async () => {
    const model = tinyPhi3({ context: 131_072, longRope: true });
    const [short, several, long, longer] = (await solo(model, [
      [4096, 1],
      [4096, 2],
      [8192, 1],
      [16_384, 1],
    ])) as [Said, Said, Said, Said];
    // What each token is certain with is as telling as the token: another rotation changes it in the first digits.
    const certainties = (said: Said) => said.map(([, probability]) => Number(probability.toPrecision(3)));
    expect(certainties(several)).toEqual(certainties(short));
    expect(certainties(longer)).toEqual(certainties(long));
    expect(certainties(long)).not.toEqual(certainties(short));
    expect(tokensOf(long)).not.toEqual(tokensOf(short));

    const lanes = await json<object[]>('lane-tokens.mjs', model, JSON.stringify(prompt), COUNT);
    expect(lanes).toEqual([
      { lane: 'short', said: tokensOf(short) },
      { lane: 'short', said: tokensOf(short) },
      { lane: 'long', said: tokensOf(long) },
    ]);
  });
});

describe('a 128k GGUF of before July 2024', () => {
  it('gets no long lane without factors, and a warning', async () => {
    const { lanes, log } = await startOld(tinyPhi3({ context: 131_072 }));
    expect(lanes.map(({ name }) => name)).toEqual(['short']);
    expect(log).toMatch(/no LongRoPE factors.*July 2024/);
  });

  it('is told where its short factors end when it does not say so, and a warning', async () => {
    const { lanes, text, log } = await startOld(
      tinyPhi3({ context: 131_072, longRope: true, noOriginal: true }),
    );
    const whole = await startOld(tinyPhi3({ context: 131_072, longRope: true }));
    expect(text).toBe(whole.text);
    expect(whole.log).not.toContain('July 2024');
    expect(lanes.map(({ name }) => name)).toEqual(['short', 'long']);
    expect(log).toMatch(/original_context_length.*July 2024/);
  });
});

async function startOld(path: string) {
  const log: string[] = [];
  const model = { path, mode: 'full' as const, sequences: 1, longContext: 8192 };
  const host = await EngineHost.start({ gpu: 'cpu', threads: 1, model }, (line) => log.push(line));
  const { lanes } = host.info;
  const { text } = await ask(host, { question: ' leave'.repeat(4200), maxTokens: 8 }).answer.catch(() => ({
    text: null,
  }));
  await host.close();
  return { lanes, text, log: log.join('\n') };
}
