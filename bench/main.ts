/**
 * `npm run bench [-- overhead search ingest embedding memory lookup fairness attention] [--quick] [--passages 100000]
 * [--json file]`: how fast the service is besides the model, what memory reading takes, and how its engine shares the
 * model, on this machine, against what it holds itself to.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { loadConfig } from './config.js';
import { measureAttention } from './engine/measure-attention.js';
import { measureFairness } from './engine/measure-fairness.js';
import { measurePromptLookup } from './engine/measure-prompt-lookup.js';
import { measureEmbedding } from './ingest/measure-embedding.js';
import { measureIngest } from './ingest/measure-ingest.js';
import { measureMemory } from './ingest/measure-memory.js';
import { measureOverhead } from './overhead/measure-overhead.js';
import { ratioToTarget, type Figure } from './report/figure.js';
import { table } from './report/table.js';
import { measureSearch } from './search/measure-search.js';

const DIMENSIONS = 512;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Small numbers, to see that everything works. */
    quick: { type: 'boolean', default: false },
    passages: { type: 'string' },
    json: { type: 'string' },
  },
});
const { quick } = options;
const say = (line: string): void => void process.stderr.write(`  ${line} …\n`);

const parts: Record<string, () => Promise<Figure[]>> = {
  // Before the others: it measures on a collection of exactly so many passages.
  overhead: () =>
    measureOverhead(loadConfig(), {
      passages: Number(options.passages ?? (quick ? 2000 : 100_000)),
      questions: quick ? 100 : 400,
      say,
    }),
  search: async () => {
    const figures = [];
    const sizes = quick ? [2000] : [10_000, 100_000];
    for (const size of options.passages === undefined ? sizes : [Number(options.passages)]) {
      figures.push(...(await measureSearch(size, { dimensions: DIMENSIONS, say })));
    }
    return figures;
  },
  ingest: () =>
    measureIngest(loadConfig(), {
      documents: quick ? 2 : 8,
      pagesPerDocument: quick ? 10 : 40,
      repetitions: quick ? 3 : 10,
      say,
    }),
  embedding: () =>
    measureEmbedding(loadConfig(), {
      folder: loadConfig().KOTAE_DATA_DIR,
      pages: quick ? 4 : 20,
      searches: quick ? 10 : 50,
      say,
    }),
  memory: () => measureMemory(loadConfig(), { megabytes: quick ? 64 : 1024, pages: quick ? 400 : 2000, say }),
  lookup: () =>
    measurePromptLookup({
      folder: loadConfig().KOTAE_DATA_DIR,
      tokens: quick ? 100 : 300,
      rounds: quick ? 1 : 5,
      say,
    }),
  fairness: () =>
    measureFairness({
      folder: loadConfig().KOTAE_DATA_DIR,
      longTokens: quick ? 20_000 : 100_000,
      questions: quick ? 3 : 9,
      say,
    }),
  attention: () =>
    measureAttention({
      folder: loadConfig().KOTAE_DATA_DIR,
      depth: quick ? 512 : 3072,
      rounds: quick ? 1 : 5,
      say,
    }),
};

async function main(): Promise<void> {
  const chosen = positionals.length > 0 ? positionals : Object.keys(parts);
  const figures: Figure[] = [];
  for (const name of chosen) {
    const measure = parts[name];
    if (!measure)
      throw new Error(`there is no benchmark ${name}; there are: ${Object.keys(parts).join(', ')}`);
    figures.push(...(await measure()));
  }
  process.stdout.write(`\n${machine()}\n\n${table(figures)}\n`);
  if (options.json !== undefined) {
    const results = figures.map((figure) => ({ ...figure, ratio: ratioToTarget(figure) }));
    writeFileSync(options.json, `${JSON.stringify({ machine: machine(), figures: results }, null, 2)}\n`);
  }
}

function machine(): string {
  const [first] = cpus();
  return `Node.js ${process.version} on ${availableParallelism()} × ${first?.model ?? 'unknown processor'}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
