import type { Llama, LlamaContextOptions, LlamaModel, Token } from 'node-llama-cpp';
import { cacheFormats } from '#llm';
import type { Figure } from '../report/figure.js';
import { percentile } from '../report/figure.js';
import { tinyPhi3 } from './tiny-engine.js';

/** What the engine goes by on a CPU: its way makes tokens at least as fast as llama.cpp's. */
const NOT_SLOWER = { value: 1, kind: 'at least' } as const;
const WIDTH = 768;
/** Phi-3-mini's heads, and Phi-3-medium's. */
const HEAD_SIZES = [96, 128];
/** Tokens read at once: what a slow machine reads in a step, and what a fast one does. */
const CHUNKS = [32, 256];

export interface AttentionOptions {
  /** Where the models are written to. */
  folder: string;
  /** Tokens before those that are measured. */
  depth: number;
  rounds: number;
  say: (line: string) => void;
}

/**
 * How many times less CPU time one thread needs as the engine computes on a CPU (plain attention, keys in q8_0) than by
 * llama.cpp's defaults (flash attention, f16), to make a token behind `depth` others and to read some more; medians of
 * rounds in turn. Says whether `usesFlashAttention` and `cacheTypeOnCpu` are still right with the llama.cpp that is
 * installed.
 */
export async function measureAttention({ folder, depth, rounds, say }: AttentionOptions): Promise<Figure[]> {
  const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error });
  const figures: Figure[] = [];
  try {
    for (const headSize of HEAD_SIZES) {
      say(`attention with heads of ${headSize}`);
      const size = ['--layers', '4', '--embd', String(WIDTH), '--heads', String(WIDTH / headSize)];
      const path = tinyPhi3(folder, `heads-of-${headSize}`, [...size, '--ff', '2048', '--type', 'q4_0']);
      const ratios = await compare(llama, path, depth, rounds);
      for (const [what, ratio] of ratios) {
        const name = `times less CPU than by llama.cpp's defaults, heads of ${headSize}, ${what}`;
        figures.push({ name, value: ratio, unit: '×', ...(what === MAKING && { target: NOT_SLOWER }) });
      }
    }
  } finally {
    await llama.dispose();
  }
  return figures;
}

const MAKING = 'making a token';

/** llama.cpp's defaults over the engine's way, for each thing that is measured. */
async function compare(
  llama: Llama,
  path: string,
  depth: number,
  rounds: number,
): Promise<Map<string, number>> {
  const model = await llama.loadModel({ modelPath: path });
  const samples = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    const ways = [
      { flashAttention: true },
      { flashAttention: false, ...cacheFormats('q8_0_keys', llama.systemInfo) },
    ];
    const [theirs, ours] = [await cpuTimes(model, depth, ways[0]!), await cpuTimes(model, depth, ways[1]!)];
    for (const [what, ms] of theirs) samples.set(what, [...(samples.get(what) ?? []), ms / ours.get(what)!]);
  }
  await model.dispose();
  return new Map([...samples].map(([what, ratios]) => [what, percentile(ratios, 0.5)]));
}

/** Milliseconds of CPU for each token. */
async function cpuTimes(
  model: LlamaModel,
  depth: number,
  way: LlamaContextOptions,
): Promise<Map<string, number>> {
  const longest = Math.max(...CHUNKS);
  const options = { contextSize: depth + longest + 1, batchSize: longest, threads: 1, ...way };
  const context = await model.createContext(options);
  const sequence = context.getSequence();
  await sequence.evaluateWithoutGeneratingNewTokens(tokens(depth));
  const measured = async (chunk: number, times: number): Promise<number> => {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i++) await sequence.evaluateWithoutGeneratingNewTokens(tokens(chunk));
    const { user, system } = process.cpuUsage(before);
    await sequence.eraseContextTokenRanges([{ start: depth, end: sequence.nextTokenIndex }]);
    return (user + system) / 1000 / (chunk * times);
  };
  const times = new Map([[MAKING, await measured(1, 16)]]);
  for (const chunk of CHUNKS) times.set(`reading ${chunk} at once`, await measured(chunk, 1));
  await context.dispose();
  return times;
}

function tokens(count: number): Token[] {
  return Array.from({ length: count }, (_, i) => (500 + ((i * 7) % 20_000)) as Token);
}
