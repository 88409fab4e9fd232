import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '#database';
import { extractText, stopIdleParsers } from '#documents';
import { estimateTokens } from '#language';
import { chunkText } from '#retrieval';
import type { BenchConfig } from '../config.js';
import type { Figure } from '../report/figure.js';
import { Service } from '../service/service.js';
import { cpuTime } from './cpu-time.js';
import { CHARACTERS_PER_PAGE, formats, makeDocuments } from './make-documents.js';
import { peerFor } from './peers.js';
import { profileOf } from './profile.js';
import { watchChildren } from './process-memory.js';

/** DESIGN: CPU work outside embedding, on one core. */
const READING = { value: 50, kind: 'at least' } as const;
const COLLECTION = 'ingest';
/** Until killed children have been taken account of. */
const SETTLE_MS = 500;
const SAMPLES = join(__dirname, '../../../samples');

/** How much is measured. */
export interface IngestOptions {
  /** Invented documents of each format. */
  documents: number;
  pagesPerDocument: number;
  /** How often the samples are read. */
  repetitions: number;
  say: (line: string) => void;
}

interface TimedFile {
  name: string;
  path: string;
}

/** What reading some files took; all times in milliseconds. */
interface Reading {
  pages: number;
  /** Of this process and the parsing children, these being started included. */
  cpu: number;
  /** Waiting for the text, cutting it into passages, counting their tokens. */
  read: number;
  cut: number;
  count: number;
  /** Of the largest child, bytes. */
  memory: number;
}

/**
 * Pages per second of CPU time: reading and cutting alone, file by file, the parser's process included, beside a peer on
 * the same files; and through the whole service with the built-in embedder, with where the time goes. A page is one of
 * the PDF, else 1,800 characters.
 */
export async function measureIngest(config: BenchConfig, options: IngestOptions): Promise<Figure[]> {
  const { documents, pagesPerDocument, repetitions, say } = options;
  const folder = mkdtempSync(join(tmpdir(), 'kotae-bench-'));
  try {
    say('reading the samples');
    const figures = [];
    const samples = readdirSync(SAMPLES).filter((name) => formats.some((format) => name.endsWith(format)));
    for (const name of samples) {
      const file = { name, path: join(SAMPLES, name) };
      const { pages, cpu } = await read(Array.from({ length: repetitions }, () => file));
      figures.push({ name: `sample ${name}`, value: perSecond(pages, cpu), unit: 'pages/s' });
    }
    say('reading invented documents');
    const invented = makeDocuments(documents, pagesPerDocument);
    let total = 0;
    for (const format of formats) {
      const files = invented
        .filter((file) => file.format === format)
        .map(({ name, bytes }) => {
          writeFileSync(join(folder, name), bytes);
          return { name, path: join(folder, name) };
        });
      const reading = await read(files);
      total += reading.pages;
      figures.push(...figuresOf(`.${format}`, reading), ...(await besidePeer(format, files, reading)));
    }
    say('ingesting through the service');
    figures.push(...(await ingest(config, invented, total)));
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function read(files: readonly TimedFile[]): Promise<Reading> {
  const reading: Reading = { pages: 0, cpu: 0, read: 0, cut: 0, count: 0, memory: 0 };
  const largest = watchChildren();
  const begin = cpuTime();
  for (const file of files) {
    const begun = performance.now();
    const extracted = await extractText(file, { group: COLLECTION });
    const read = performance.now();
    let count = 0;
    const countTokens = (texts: string[]) => {
      const from = performance.now();
      const counts = texts.map(estimateTokens);
      count += performance.now() - from;
      return Promise.resolve(counts);
    };
    await chunkText(extracted, { countTokens });
    reading.read += read - begun;
    reading.cut += performance.now() - read - count;
    reading.count += count;
    reading.pages += isPdf(file) ? extracted.pages.length : extracted.text.length / CHARACTERS_PER_PAGE;
  }
  stopIdleParsers();
  await sleep(SETTLE_MS);
  return { ...reading, cpu: cpuTime() - begin, memory: largest() };
}

function figuresOf(format: string, { pages, cpu, read, cut, count, memory }: Reading): Figure[] {
  const share = (part: number) => ({ value: (100 * part) / (read + cut + count), unit: '%' });
  return [
    { name: `${format} per second of CPU`, value: perSecond(pages, cpu), unit: 'pages/s', target: READING },
    { name: '  of the time: reading in the parser', ...share(read) },
    { name: '  cutting into passages', ...share(cut) },
    { name: '  counting tokens, by estimate', ...share(count) },
    { name: '  largest memory of a parser', value: memory / 2 ** 20, unit: 'MiB' },
  ];
}

/** The same files read by a program of Debian, one process for each, as ours. */
async function besidePeer(format: string, files: readonly TimedFile[], own: Reading): Promise<Figure[]> {
  const peer = await peerFor(format, files[0]?.path ?? '');
  if (!peer) return [{ name: '  no peer is installed for it', value: 0, unit: '' }];
  const begin = cpuTime();
  for (const { path } of files) await peer.read(path);
  const cpu = cpuTime() - begin;
  return [
    { name: `  ${peer.name} per second of CPU`, value: perSecond(own.pages, cpu), unit: 'pages/s' },
    { name: `  CPU time of ours, times that of ${peer.name}`, value: own.cpu / Math.max(cpu, 1), unit: '×' },
  ];
}

function perSecond(pages: number, ms: number): number {
  return pages / (Math.max(ms, 1) / 1000);
}

function isPdf({ name }: TimedFile): boolean {
  return extname(name) === '.pdf';
}

async function ingest(
  config: BenchConfig,
  files: ReturnType<typeof makeDocuments>,
  pages: number,
): Promise<Figure[]> {
  await migrate(config.DATABASE_URL);
  const service = await Service.start(config);
  try {
    const ms = await service.ingest(COLLECTION, files);
    return [
      { name: 'all formats through the service, wall clock', value: pages / (ms / 1000), unit: 'pages/s' },
      ...profileOf(await service.efforts()),
    ];
  } finally {
    await service.stop();
  }
}
