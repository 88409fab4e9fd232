import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#database';
import type { BenchConfig } from '../config.js';
import type { Figure } from '../report/figure.js';
import { Random } from '../search/random.js';
import { SyntheticTexts } from '../search/texts.js';
import { Service } from '../service/service.js';
import { makeDocuments } from './make-documents.js';
import { isParser, peakMemory, watchChildren } from './process-memory.js';

/** A memory that does not depend on the document is the same for one eight times as large. */
const FLAT = { value: 1.5, kind: 'at most' } as const;
const TIMES = 8;

/** How large the larger documents are. */
export interface MemoryOptions {
  megabytes: number;
  pages: number;
  say: (line: string) => void;
}

/** Peak memory of each process while it had a part in one document, bytes. */
interface Peaks {
  api: number;
  worker: number;
  parser: number;
}

interface Measured {
  name: string;
  write: (path: string) => void;
  /** Passages of a text of this size fill the index for hours; what is streamed ends where they are cut. */
  until: 'embed' | 'ready';
}

/**
 * The memory of api, worker and parser while a long document goes through the service, beside that for one an eighth as
 * long: a text from its upload until its passages are cut, and a PDF until it answers.
 */
export async function measureMemory(config: BenchConfig, options: MemoryOptions): Promise<Figure[]> {
  await migrate(config.DATABASE_URL);
  const { megabytes, pages } = options;
  return [
    ...(await compare(config, options, [textOf(megabytes / TIMES), textOf(megabytes)])),
    ...(await compare(config, options, [pdfOf(pages / TIMES), pdfOf(pages)])),
  ];
}

async function compare(
  config: BenchConfig,
  { say }: MemoryOptions,
  [short, long]: [Measured, Measured],
): Promise<Figure[]> {
  say(`ingesting ${short.name}`);
  const before = await peaksOf(config, short);
  say(`ingesting ${long.name}`);
  const after = await peaksOf(config, long);
  return (['parser', 'worker', 'api'] as const).flatMap((part) => [
    { name: `${part}, ${short.name}`, value: before[part] / 2 ** 20, unit: 'MiB' },
    { name: `  ${long.name}`, value: after[part] / 2 ** 20, unit: 'MiB' },
    { name: '  the latter over the former', value: after[part] / before[part], unit: '×', target: FLAT },
  ]);
}

/** Starts the service anew, so that what it held before does not count. */
async function peaksOf(config: BenchConfig, { name, write, until }: Measured): Promise<Peaks> {
  const folder = mkdtempSync(join(tmpdir(), 'kotae-bench-'));
  const service = await Service.start(config);
  const parser = watchChildren(service.workerPid, isParser);
  try {
    const path = join(folder, 'document');
    write(path);
    const id = await service.upload('memory', name, path);
    await service.documentReached(id, until);
    const peaks = {
      api: peakMemory(service.apiPid),
      worker: peakMemory(service.workerPid),
      parser: parser(),
    };
    await service.remove(id);
    return peaks;
  } finally {
    parser();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function textOf(megabytes: number): Measured {
  const write = (path: string) => {
    const texts = new SyntheticTexts('english', new Random(megabytes));
    const file = openSync(path, 'w');
    for (let size = 0; size < megabytes * 2 ** 20;) {
      const paragraphs = Array.from({ length: 500 }, (_, topic) => texts.passage(topic));
      size += writeSync(file, `${paragraphs.join('\n\n')}\n\n`);
    }
    closeSync(file);
  };
  return { name: `text of ${megabytes} MiB`, write, until: 'embed' };
}

function pdfOf(pages: number): Measured {
  const write = (path: string) => {
    // A page of the PDF holds two of those that are counted there.
    const document = makeDocuments(1, pages * 2).find(({ format }) => format === 'pdf');
    writeFileSync(path, document?.bytes ?? '');
  };
  return { name: `PDF of ${pages} pages`, write, until: 'ready' };
}
