import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { IndexReplica, type SearchRequest } from '#retrieval';
import { inventCorpus, searchExactly, type Corpus, type Question } from './search/corpus.js';

/**
 * Measures search on invented corpora (see `search/corpus.ts`) through the replica that workers use: how long
 * building, searching, saving and loading take, and how many of the ten truly nearest passages HNSW finds.
 */
const EMBEDDER = 'synthetic';
const LATENCY_QUESTIONS = 1000;
const RECALL_QUESTIONS = 200;
const K = 20;
const FOREVER = { timeoutMs: 3_600_000 };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '10000,100000' },
      dimensions: { type: 'string', default: '512' },
    },
  });
  for (const size of values.sizes.split(',')) await measure(Number(size), Number(values.dimensions));
}

async function measure(size: number, dimensions: number): Promise<void> {
  print(`${size.toLocaleString('en')} passages, ${dimensions} dimensions, half English and half Japanese`);
  const corpus = inventCorpus(size, dimensions, LATENCY_QUESTIONS);
  const snapshotFolder = await mkdtemp(join(tmpdir(), 'kotae-bench-'));
  const open = (): Promise<IndexReplica> =>
    IndexReplica.open({
      collectionId: 'bench',
      log: corpus.log,
      embedder: { id: EMBEDDER, dimensions },
      snapshotFolder,
    });
  try {
    const head = await corpus.log.head();
    const built = await timed('build', async () => {
      const replica = await open();
      await replica.waitFor(head, FOREVER);
      return replica;
    });
    print(`  memory ${megabytes(process.memoryUsage().rss)} (the invented corpus included)`);
    measureSearch(built, corpus);
    const folder = await timed('write snapshot', () => built.writeSnapshot());
    if (folder) print(`  snapshot ${megabytes(await sizeOf(folder))}`);
    await built.close();
    const loaded = await timed('load snapshot', async () => {
      const replica = await open();
      await replica.waitFor(head, FOREVER);
      return replica;
    });
    await loaded.close();
  } finally {
    await rm(snapshotFolder, { recursive: true, force: true });
  }
}

function measureSearch(replica: IndexReplica, { embeddings, questions }: Corpus): void {
  const kinds: [string, (question: Question) => SearchRequest][] = [
    ['lexical', ({ query }) => ({ query, embedding: null, k: K })],
    ['vector', ({ embedding }) => ({ query: '', embedding, k: K })],
    ['hybrid', ({ query, embedding }) => ({ query, embedding, k: K })],
  ];
  for (const [name, request] of kinds) {
    const times = questions.map((question) => {
      const begin = performance.now();
      replica.search(request(question));
      return performance.now() - begin;
    });
    print(`  ${name.padEnd(8)} p50 ${percentile(times, 0.5)} ms   p95 ${percentile(times, 0.95)} ms`);
  }
  let found = 0;
  for (const { embedding } of questions.slice(0, RECALL_QUESTIONS)) {
    const exact = searchExactly(embeddings, embedding, 10);
    const { hits } = replica.search({ query: '', embedding, k: 10 });
    found += hits.filter(({ passageId }) => exact.has(passageId)).length;
  }
  print(`  HNSW recall@10 ${(found / (10 * RECALL_QUESTIONS)).toFixed(4)} of exact search`);
}

/** Runs a step and prints how long it took, and how long at most the process could not react to anything. */
async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const stalls = monitorEventLoopDelay({ resolution: 1 });
  stalls.enable();
  const begin = performance.now();
  const result = await work();
  const seconds = ((performance.now() - begin) / 1000).toFixed(2);
  stalls.disable();
  print(`  ${name} ${seconds} s, longest stall ${(stalls.max / 1e6).toFixed(0)} ms`);
  return result;
}

function percentile(times: number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b);
  return (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
