import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import {
  EngineHost,
  type EngineStats,
  type GenerateRequest,
  type LaneCounters,
  type ModelOptions,
} from '#llm';

const root = join(__dirname, '../../..');

/** A model of Phi-3's architecture, written by scripts/make-tiny-phi3.mjs with `args`, once per folder and arguments. */
export function tinyPhi3(folder: string, name: string, args: string[]): string {
  const key = createHash('sha256').update(args.join('\0')).digest('hex').slice(0, 8);
  const file = join(folder, `${name}-${key}.gguf`);
  if (!existsSync(file)) {
    const unfinished = `${file}.${process.pid}`;
    execFileSync(process.execPath, [join(root, 'scripts/make-tiny-phi3.mjs'), unfinished, ...args]);
    renameSync(unfinished, file);
  }
  return file;
}

/** A text of about so many tokens, no token of it twice, so that a model can recite it. */
export function recital(tokens: number): string {
  const script = join(root, 'test/support/recital.mjs');
  return execFileSync(process.execPath, [script, String(tokens)], { encoding: 'utf8' });
}

/** An engine on one thread of the CPU: a second one that has to share its core says nothing about ratios. */
export function startEngine(model: Omit<ModelOptions, 'mode' | 'promptSecret'>): Promise<EngineHost> {
  return EngineHost.start(
    { gpu: 'cpu', threads: 1, model: { ...model, mode: 'full', promptSecret: 'the same in every run' } },
    () => {},
  );
}

/** Asks on one source; without a signal until the answer is whole. */
export function ask(
  host: EngineHost,
  request: Pick<GenerateRequest, 'question' | 'maxTokens'> & { source: string },
  signal: AbortSignal = new AbortController().signal,
) {
  const { source, ...asked } = request;
  return host.generate(
    {
      ...asked,
      grounded: true,
      sources: [{ n: 1, passageId: 1, title: 'source.md', text: source }],
      temperature: 0,
      priority: 'interactive',
    },
    { onText: () => {}, signal },
  );
}

/** What a lane of the engine has counted; zeros are not made up for one that does not exist. */
export async function countersOf(host: EngineHost, lane: 'short' | 'long' = 'short'): Promise<LaneCounters> {
  const stats: EngineStats | null = await host.stats();
  const found = stats?.lanes.find(({ name }) => name === lane);
  if (!found) throw new Error(`there is no ${lane} lane`);
  return found.counters;
}
