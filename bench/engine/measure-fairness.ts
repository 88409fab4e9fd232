import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineHost } from '#llm';
import { percentile, type Figure } from '../report/figure.js';
import { ask, countersOf, startEngine, tinyPhi3 } from './tiny-engine.js';

/** Nobody should notice the long prompt: half as long again at most. */
const NEAR = { value: 1.5, kind: 'at most' } as const;
const SECOND = { value: 1000, kind: 'at most' } as const;

export interface FairnessOptions {
  /** Where the model is written to. */
  folder: string;
  /** Tokens of the long prompt. */
  longTokens: number;
  /** Short questions per arrangement. */
  questions: number;
  say: (line: string) => void;
}

/**
 * The time to the first token of short questions, alone and while a very long prompt is read in the long lane of the
 * same device, and how soon that prompt is gone when it is cancelled.
 */
export async function measureFairness(options: FairnessOptions): Promise<Figure[]> {
  const { folder, longTokens, questions, say } = options;
  const size = [
    '--ctx',
    '131072',
    '--longrope',
    '--layers',
    '4',
    '--embd',
    '256',
    '--heads',
    '8',
    '--ff',
    '512',
  ];
  const path = tinyPhi3(folder, 'longrope', size);
  const host = await startEngine({ path, sequences: 4, longContext: longTokens + 2048 });
  try {
    await firstTokens(host, 3, 'warm');
    say('asking short questions alone');
    const alone = await firstTokens(host, questions, 'alone');
    const controller = new AbortController();
    const long = ask(
      host,
      { question: 'What of all this?', source: ' leave'.repeat(longTokens), maxTokens: 1 },
      controller.signal,
    );
    let over: string | null = null;
    const ended = long.then(
      () => (over = 'read'),
      () => (over = 'cancelled'),
    );
    while ((await promptTokens(host)) < longTokens / 20) await sleep(50);
    say(`asking short questions while ${longTokens.toLocaleString('en')} tokens are read`);
    const before = await promptTokens(host);
    const beside = await firstTokens(host, questions, 'beside');
    const read = (await promptTokens(host)) - before;
    if (over !== null) throw new Error('the long prompt was read too soon; make it longer');
    const began = performance.now();
    controller.abort();
    await ended;
    // The caller knows at once; the engine computes its step to the end.
    while (await isRunning(host)) await sleep(2);
    const cancelMs = performance.now() - began;
    const what = `while ${longTokens.toLocaleString('en')} tokens are read`;
    return [
      { name: 'first token of a short question, alone, p50', value: percentile(alone, 0.5), unit: 'ms' },
      { name: `first token of a short question, ${what}, p50`, value: percentile(beside, 0.5), unit: 'ms' },
      {
        name: `the same as a ratio`,
        value: percentile(beside, 0.5) / percentile(alone, 0.5),
        unit: '',
        target: NEAR,
      },
      { name: 'tokens of the long prompt read meanwhile', value: read, unit: '' },
      { name: 'the long prompt is gone after cancelling it in', value: cancelMs, unit: 'ms', target: SECOND },
    ];
  } finally {
    await host.close();
  }
}

/** Times to the first token of questions on sources that nobody has read, one after another. */
async function firstTokens(host: EngineHost, count: number, about: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const source = `${about} ${i}`.concat(' days'.repeat(1500));
    const { ttftMs } = await ask(host, { question: 'How many?', source, maxTokens: 4 });
    times.push(ttftMs);
  }
  return times;
}

/** Whether the long lane still has a run. */
async function isRunning(host: EngineHost): Promise<boolean> {
  const stats = await host.stats();
  return stats?.lanes.some(({ name, running }) => name === 'long' && running > 0) ?? false;
}

/** 0 while the lane is being made. */
async function promptTokens(host: EngineHost): Promise<number> {
  const stats = await host.stats();
  return stats?.lanes.some(({ name }) => name === 'long') ? (await countersOf(host, 'long')).promptTokens : 0;
}
