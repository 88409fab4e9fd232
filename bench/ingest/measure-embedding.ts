import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '#database';
import type { BenchConfig } from '../config.js';
import { tinyPhi3 } from '../engine/tiny-engine.js';
import { percentile, type Figure } from '../report/figure.js';
import { Service } from '../service/service.js';
import { makeDocuments } from './make-documents.js';
import { profileOf } from './profile.js';

/** The shape of multilingual-e5-small: 12 layers of 384. */
const SHAPE = ['--layers', '12', '--embd', '384', '--heads', '12', '--ff', '1536', '--ctx', '512'];
const BUSY = { value: 90, kind: 'at least' } as const;
/** Between searches, or they would be most of what the engine does. */
const PAUSE_MS = 500;
const QUERY = 'How many days before the journey is it booked?';

/** How much is embedded. */
export interface EmbeddingOptions {
  /** Where the models are written to. */
  folder: string;
  pages: number;
  /** Searches while nothing else is done. */
  searches: number;
  say: (line: string) => void;
}

/**
 * A document of each format through the service with an embedding model in the engine, on one thread, and Phi-3's own
 * tokenizer: where the time goes, how long the engine is without a batch meanwhile, and what searches, each of which is
 * embedded too, wait while that goes on. Weights are random, which no time depends on.
 */
export async function measureEmbedding(config: BenchConfig, options: EmbeddingOptions): Promise<Figure[]> {
  const { folder, pages, searches, say } = options;
  await migrate(config.DATABASE_URL);
  const embedder = join(folder, 'e5-small-random.gguf');
  execFileSync(process.execPath, [
    join(__dirname, '../../../scripts/make-tiny-bert.mjs'),
    embedder,
    ...SHAPE,
  ]);
  const service = await Service.start(config, {
    KOTAE_THREADS: '1',
    KOTAE_MODEL: tinyPhi3(folder, 'tokenizer', []),
    KOTAE_EMBEDDER: embedder,
  });
  try {
    await service.ingest('small', makeDocuments(1, 1).slice(0, 1));
    const before = await service.efforts();
    say('searching alone');
    const alone: number[] = [];
    for (let i = 0; i < searches; i++) alone.push(await searched(service));
    say(`searching while ${pages} pages of each format are embedded`);
    const ingested = new AbortController();
    const ingesting = service.ingest('large', makeDocuments(1, pages)).finally(() => ingested.abort());
    // Awaited below, once it is over.
    ingesting.catch(() => undefined);
    const beside: number[] = [];
    while (!ingested.signal.aborted) {
      beside.push(await searched(service));
      await sleep(PAUSE_MS, undefined, { signal: ingested.signal }).catch(() => undefined);
    }
    const ms = await ingesting;
    const passages = await service.passages('large');
    const after = await service.efforts();
    const spent = new Map([...after].map(([effort, s]) => [effort, s - (before.get(effort) ?? 0)]));
    const [embed = 0, save = 0] = ['embed', 'save'].map((effort) => spent.get(effort));
    return [
      { name: 'search alone, p50', value: percentile(alone, 0.5), unit: 'ms' },
      { name: `search while documents are embedded, p50`, value: percentile(beside, 0.5), unit: 'ms' },
      { name: `  p95 of ${beside.length}`, value: percentile(beside, 0.95), unit: 'ms' },
      { name: 'embedding one passage', value: ms / passages, unit: 'ms' },
      {
        name: 'a batch is with the engine, of the time of embedding and saving',
        value: (100 * embed) / (embed + save),
        unit: '%',
        target: BUSY,
      },
      ...profileOf(spent),
    ];
  } finally {
    await service.stop();
  }
}

async function searched(service: Service): Promise<number> {
  const began = performance.now();
  await service.search('small', QUERY);
  return performance.now() - began;
}
