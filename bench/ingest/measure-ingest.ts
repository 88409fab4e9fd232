import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { migrate } from '#database';
import { extractText, stopIdleParsers } from '#documents';
import { estimateTokens } from '#language';
import { chunkText } from '#retrieval';
import type { BenchConfig } from '../config.js';
import type { Figure } from '../report/figure.js';
import { Service } from '../service/service.js';
import { CHARACTERS_PER_PAGE, formats, makeDocuments } from './make-documents.js';

/** DESIGN: CPU work outside embedding, on one core. */
const READING = { value: 50, kind: 'at least' } as const;
const COLLECTION = 'ingest';
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

interface Reading {
  pages: number;
  ms: number;
}

/**
 * Pages per second: reading and cutting alone, file by file (one core at a time, the parser's process included), and
 * through the whole service with the built-in embedder. A page is one of the PDF, else 1,800 characters.
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
      await read([file]);
      const readings = await read(Array.from({ length: repetitions }, () => file));
      figures.push(speed(`read sample ${name}`, readings));
    }
    say('reading invented documents');
    const invented = makeDocuments(documents, pagesPerDocument);
    const pages = new Map<string, number>();
    for (const format of formats) {
      const files = invented
        .filter((file) => file.format === format)
        .map(({ name, bytes }) => {
          writeFileSync(join(folder, name), bytes);
          return { name, path: join(folder, name) };
        });
      const readings = await read(files);
      readings.forEach((reading, n) => pages.set(files[n]!.name, reading.pages));
      figures.push(speed(`read .${format} of ${pagesPerDocument} pages`, readings));
    }
    stopIdleParsers();
    say('ingesting through the service');
    const total = [...pages.values()].reduce((sum, count) => sum + count, 0);
    figures.push({
      name: 'ingest all formats through the service',
      ...(await ingest(config, invented, total)),
    });
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function read(files: readonly { name: string; path: string }[]): Promise<Reading[]> {
  const readings = [];
  for (const file of files) {
    const begin = performance.now();
    const extracted = await extractText(file);
    await chunkText(extracted, { countTokens: (texts) => Promise.resolve(texts.map(estimateTokens)) });
    const ms = performance.now() - begin;
    const pages =
      extname(file.name) === '.pdf' ? extracted.pages.length : extracted.text.length / CHARACTERS_PER_PAGE;
    readings.push({ pages, ms });
  }
  return readings;
}

function speed(name: string, readings: readonly Reading[]): Figure {
  const sum = (key: keyof Reading): number => readings.reduce((total, reading) => total + reading[key], 0);
  return { name, value: sum('pages') / (sum('ms') / 1000), unit: 'pages/s', target: READING };
}

async function ingest(
  config: BenchConfig,
  files: ReturnType<typeof makeDocuments>,
  pages: number,
): Promise<Pick<Figure, 'value' | 'unit'>> {
  await migrate(config.DATABASE_URL);
  const service = await Service.start(config);
  try {
    return { value: pages / ((await service.ingest(COLLECTION, files)) / 1000), unit: 'pages/s' };
  } finally {
    await service.stop();
  }
}
