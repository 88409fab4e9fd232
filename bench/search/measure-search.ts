import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { IndexReplica, type SearchRequest } from '#retrieval';
import { percentile, type Figure } from '../report/figure.js';
import { inventCorpus, searchExactly, type Corpus, type Question } from './corpus.js';

const EMBEDDER = 'synthetic';
const LATENCY_QUESTIONS = 1000;
const RECALL_QUESTIONS = 200;
const K = 20;
const FOREVER = { timeoutMs: 3_600_000 };
/** DESIGN's targets, which are for 100,000 passages. */
const RECALL = { value: 0.99, kind: 'at least' } as const;
const HYBRID_P95 = { value: 20, kind: 'at most' } as const;

/**
 * Measures search on an invented corpus (see `corpus.ts`) through the replica that workers use: how long searching,
 * building, saving and loading take, and how many of the ten truly nearest passages HNSW finds.
 */
export async function measureSearch(
  size: number,
  { dimensions, say }: { dimensions: number; say: (line: string) => void },
): Promise<Figure[]> {
  const at = `at ${size.toLocaleString('en')} passages`;
  say(`building an index of ${size.toLocaleString('en')} passages, ${dimensions} dimensions`);
  const corpus = inventCorpus(size, dimensions, LATENCY_QUESTIONS);
  const snapshotFolder = await mkdtemp(join(tmpdir(), 'kotae-bench-'));
  const open = async (): Promise<IndexReplica> => {
    const replica = await IndexReplica.open({
      collectionId: 'bench',
      log: corpus.log,
      embedder: { id: EMBEDDER, dimensions },
      snapshotFolder,
    });
    await replica.waitFor(await corpus.log.head(), FOREVER);
    return replica;
  };
  try {
    const built = await timed(`build the index ${at}`, open);
    say(`searching ${at}`);
    const searched = await searchFigures(built.result, corpus, at);
    const memory = { name: `memory of the index ${at}`, value: built.result.status.memory / 1e6, unit: 'MB' };
    const written = await timed(`write a snapshot ${at}`, () => built.result.writeSnapshot());
    const size = written.result ? await sizeOf(written.result) : 0;
    await built.result.close();
    const loaded = await timed(`load the snapshot ${at}`, open);
    await loaded.result.close();
    const snapshot = { name: '  size of the snapshot', value: size / 1e6, unit: 'MB' };
    return [...searched, ...built.figures, memory, ...written.figures, snapshot, ...loaded.figures];
  } finally {
    await rm(snapshotFolder, { recursive: true, force: true });
  }
}

async function searchFigures(replica: IndexReplica, corpus: Corpus, at: string): Promise<Figure[]> {
  const kinds: [string, (question: Question) => SearchRequest][] = [
    ['lexical', ({ query }) => ({ query, embedding: null, k: K })],
    ['vector', ({ embedding }) => ({ query: '', embedding, k: K })],
    ['hybrid', ({ query, embedding }) => ({ query, embedding, k: K })],
  ];
  const latency: Figure[] = [];
  for (const [name, request] of kinds) {
    const times = [];
    for (const question of corpus.questions) {
      const begin = performance.now();
      await replica.search(request(question));
      times.push(performance.now() - begin);
    }
    const target = name === 'hybrid' ? { target: HYBRID_P95 } : {};
    latency.push(
      { name: `${name} search p50, ${at}`, value: percentile(times, 0.5), unit: 'ms' },
      { name: `${name} search p95, ${at}`, value: percentile(times, 0.95), unit: 'ms', ...target },
    );
  }
  const recall = {
    name: `HNSW recall@10 of exact search, ${at}`,
    value: await recallOf(replica, corpus),
    unit: '',
  };
  return [...latency, { ...recall, target: RECALL }];
}

async function recallOf(replica: IndexReplica, { embeddings, questions }: Corpus): Promise<number> {
  let found = 0;
  for (const { embedding } of questions.slice(0, RECALL_QUESTIONS)) {
    const exact = searchExactly(embeddings, embedding, 10);
    const { hits } = await replica.search({ query: '', embedding, k: 10 });
    found += hits.filter(({ passageId }) => exact.has(passageId)).length;
  }
  return found / (10 * RECALL_QUESTIONS);
}

/** Runs a step and tells how long it took, and how long at most the process could not react to anything. */
async function timed<T>(name: string, work: () => Promise<T>): Promise<{ result: T; figures: Figure[] }> {
  const stalls = monitorEventLoopDelay({ resolution: 1 });
  stalls.enable();
  const begin = performance.now();
  const result = await work();
  const seconds = (performance.now() - begin) / 1000;
  stalls.disable();
  return {
    result,
    figures: [
      { name, value: seconds, unit: 's' },
      { name: '  longest stall of the event loop', value: stalls.max / 1e6, unit: 'ms' },
    ],
  };
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
