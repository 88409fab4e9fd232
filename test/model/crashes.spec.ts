import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineHost } from '#llm';
import { tinyBert, tinyPhi3 } from '../support/tiny-models.js';
import { ask, ENGINE_TIMEOUT_MS, startEngine, whenStarted } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

const long = { question: 'Go on.', maxTokens: 3000 };
const kill = (host: EngineHost) => process.kill(host.pid ?? -1, 'SIGKILL');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilDead(pid: number) {
  while (isAlive(pid)) await sleep(20);
}

describe('an engine that dies', () => {
  let host: EngineHost;

  beforeAll(async () => {
    host = await startEngine({ path: tinyPhi3() });
  });
  afterAll(() => host.close());

  it('fails what it was answering with an error that asks to try again, and answers the next try', async () => {
    const expected = await ask(host, {}).answer;
    const running = [whenStarted(host, long), whenStarted(host, { ...long, question: 'You too.' })];
    await Promise.all(running.map(({ started }) => started));
    const before = { crashes: host.crashes, pid: host.pid };
    kill(host);
    for (const { answer } of running) {
      await expect(answer).rejects.toMatchObject({ code: 'engine_crashed', retryable: true, alone: false });
    }
    expect(await host.stats()).toBeNull();
    expect((await ask(host, {}).answer).text).toBe(expected.text);
    expect(host.crashes).toBe(before.crashes + 1);
    expect(host.pid).not.toBe(before.pid);
  });

  it('knows of a request that it ran alone, whatever else was asked for, which is then answered', async () => {
    const { started, answer } = whenStarted(host, { ...long, exclusive: true });
    const innocent = ask(host, {}).answer;
    await started;
    kill(host);
    await expect(answer).rejects.toMatchObject({ code: 'engine_crashed', retryable: true, alone: true });
    await expect(innocent).resolves.toMatchObject({ completionTokens: 24 });
  });

  it('runs an exclusive request when the others are done, and others when it is', async () => {
    const order: string[] = [];
    const run = (name: string, request: object) => ask(host, request).answer.then(() => order.push(name));
    await Promise.all([
      run('before', { ...long, maxTokens: 200 }),
      run('alone', { exclusive: true, maxTokens: 50 }),
      run('after', { maxTokens: 1 }),
    ]);
    expect(order).toEqual(['before', 'alone', 'after']);
  });
});

describe('an engine that hangs without dying', () => {
  it('is killed, fails what it was answering, and answers the next try', async () => {
    const host = await startEngine({ path: tinyPhi3() }, { hangMs: 10_000 });
    const pid = host.pid ?? -1;
    const { started, answer } = whenStarted(host, long);
    await started;
    process.kill(pid, 'SIGSTOP');
    await expect(answer).rejects.toMatchObject({
      code: 'engine_crashed',
      retryable: true,
      message: expect.stringContaining('it hung: no sign of life for 10 s'),
    });
    await expect(ask(host, {}).answer).resolves.toMatchObject({ completionTokens: 24 });
    expect(isAlive(pid)).toBe(false);
    expect(host.crashes).toBe(1);
    await host.close();
  });
});

describe('an engine that cannot start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kotae-model-spec-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (content: string | Buffer) => {
    writeFileSync(join(folder, 'bad.gguf'), content);
    return join(folder, 'bad.gguf');
  };

  it.each([
    { name: 'no file', code: 'model_not_found', path: () => join(folder, 'missing.gguf') },
    { name: 'a text', code: 'model_load_failed', path: () => write('The quick brown fox.') },
    { name: 'a damaged header', code: 'model_load_failed', path: () => write('GGUF, but not for very long') },
    {
      name: 'the first half of a model',
      code: 'model_load_failed',
      path: () => write(readFileSync(tinyPhi3()).subarray(0, 3_000_000)),
    },
    { name: "a model without Phi-3's prompt format", code: 'model_unsupported', path: tinyBert },
  ])('says why: $name', async ({ code, path }) => {
    await expect(startEngine({ path: path() })).rejects.toMatchObject({ code, retryable: false });
  });

  it('does not take the CPU for a GPU', async () => {
    const started = startEngine({ path: tinyPhi3() }, { gpu: 'metal' });
    await expect(started).rejects.toMatchObject({
      code: 'model_load_failed',
      message: expect.stringContaining('metal'),
    });
  });
});

describe('the end of an engine', () => {
  it('hands running answers back, and leaves no process', async () => {
    const host = await startEngine({ path: tinyPhi3() });
    const pid = host.pid ?? -1;
    const { started, answer } = whenStarted(host, long);
    const error = answer.catch((reason: unknown) => reason);
    await started;
    await Promise.all([host.close(), host.close()]);
    expect(await error).toMatchObject({ code: 'service_unavailable', retryable: true });
    expect(isAlive(pid)).toBe(false);
    expect(host.crashes).toBe(0);
    await expect(ask(host, {}).answer).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('comes with the end of its parent, even of one that is killed', async () => {
    const parent = spawn(process.execPath, ['-e', parentScript(tinyPhi3())], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await firstNumber(parent);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await untilDead(pid);
    expect(isAlive(pid)).toBe(false);
  });
});

/** A program that starts an engine, sets it to work, and prints its process id. */
const parentScript = (path: string) => `
  const { EngineHost } = require('./dist/libs/llm/src/index.js');
  const model = { path: ${JSON.stringify(path)}, mode: 'full', sequences: 1, longContext: 0 };
  EngineHost.start({ gpu: 'cpu', threads: 1, model }, () => {}).then((host) => {
    const request = { question: 'x', grounded: false, sources: [], maxTokens: 4000, temperature: 0, priority: 'batch' };
    host.generate(request, { onText: () => {}, signal: new AbortController().signal });
    console.log(host.pid);
  });`;

async function firstNumber({ stdout }: ChildProcess): Promise<number> {
  if (stdout === null) throw new Error('no output');
  const [chunk] = (await once(stdout, 'data')) as [Buffer];
  return Number(chunk.toString());
}
