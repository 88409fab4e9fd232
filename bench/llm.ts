/**
 * `npm run bench:llm -- --model file.gguf [--peer http://127.0.0.1:8080]`: how fast the engine is on this machine, and
 * with a peer how fast beside llama.cpp's own server on the same file.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { EngineSubject } from './llm/engine-subject.js';
import { llmTable } from './llm/llm-table.js';
import { measureLlm } from './llm/measure-llm.js';
import { PeerSubject } from './llm/peer-subject.js';

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    peer: { type: 'string' },
    gpu: { type: 'string', default: 'cpu' },
    threads: { type: 'string', default: String(Math.max(1, availableParallelism() - 1)) },
    /** Requests at once, separated by commas. */
    parallel: { type: 'string' },
    rounds: { type: 'string' },
    /** Length of prompts and answers beside the ordinary ones, for models that would take hours. */
    scale: { type: 'string' },
    /** Small numbers, to see that everything works. */
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const GPUS = ['cpu', 'cuda', 'metal', 'vulkan'] as const;

async function main(): Promise<void> {
  const { model, quick } = options;
  if (model === undefined) throw new Error('Say which model: npm run bench:llm -- --model file.gguf');
  const gpu = GPUS.find((name) => name === options.gpu);
  if (gpu === undefined) throw new Error(`--gpu is one of ${GPUS.join(', ')}.`);
  const parallel = numbers(options.parallel ?? (quick ? '1,2' : '1,4,8,16'), '--parallel');
  const [rounds] = numbers(options.rounds ?? (quick ? '1' : '5'), '--rounds') as [number];
  const [threads] = numbers(options.threads, '--threads') as [number];
  const sequences = Math.max(...parallel);
  const peer = options.peer === undefined ? null : await PeerSubject.connect(options.peer, sequences);
  const scale = Number(options.scale ?? (quick ? 0.1 : 1));
  if (!(scale > 0)) throw new Error(`--scale takes a number above 0, not "${options.scale}".`);
  const engine = await EngineSubject.start({ gpu, threads, path: model, sequences });
  try {
    const levels = await measureLlm(engine, peer, { parallel, rounds, scale, say });
    const machine = `Node.js ${process.version}, ${gpu}, ${threads} of ${availableParallelism()} threads of ${cpus()[0]?.model ?? 'unknown'}`;
    process.stdout.write(`${machine}\n\n${llmTable(levels)}\n`);
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify({ machine, levels }, null, 2)}\n`);
  } finally {
    await engine.close();
  }
}

function numbers(text: string, option: string): number[] {
  const list = text.split(',').map(Number);
  if (list.every((number) => Number.isSafeInteger(number) && number > 0)) return list;
  throw new Error(`${option} takes whole numbers, not "${text}".`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

function say(line: string): void {
  process.stderr.write(`  ${line} …\n`);
}
