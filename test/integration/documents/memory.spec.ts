import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractPieces, stopIdleParsers } from '#documents';
import { descendantsOf } from '../../support/process-tree.js';
import { pdfFile } from './support/pdf-file.js';

const folder = mkdtempSync(join(tmpdir(), 'kotae-memory-'));
const whenTold = existsSync('/proc/self/status') ? describe : describe.skip;

/** The most memory, in MiB, that the parser of a file has held when its last piece comes. */
async function parserPeak(content: string | Uint8Array, name: string): Promise<number> {
  const path = join(folder, name);
  writeFileSync(path, content);
  stopIdleParsers();
  let peak = 0;
  const look = () => {
    for (const parser of descendantsOf(process.pid, 'parse-process.js')) {
      const status = readFileSync(`/proc/${parser}/status`, 'utf8');
      peak = Math.max(peak, Number(/^VmHWM:\s*(\d+)/mu.exec(status)?.[1]) / 1024);
    }
  };
  await extractPieces({ path, name }, look, { timeoutMs: 600_000 });
  return peak;
}

const line = 'The travel office books trains, flights and hotels for every journey of more than a day.';

const linesOf = (page: number) => Array.from({ length: 40 }, (_, i) => `${page * 40 + i} ${line}`);

function pdfOf(pages: number): Uint8Array {
  return pdfFile({ pages: Array.from({ length: pages }, (_, page) => linesOf(page)) });
}

whenTold('the memory of a parser', () => {
  afterAll(() => {
    stopIdleParsers();
    rmSync(folder, { recursive: true });
  });

  // Held whole, with what pdf.js keeps of each page, the longer one took 1.9 times as much.
  it('hardly grows when a PDF has eight times the pages', async () => {
    const short = await parserPeak(pdfOf(100), 'short.pdf');
    const long = await parserPeak(pdfOf(800), 'long.pdf');
    expect(short).toBeGreaterThan(20);
    expect(long / short).toBeLessThan(1.5);
  }, 180_000);

  it('does not grow when a text is eight times as long', async () => {
    const short = await parserPeak(`${line}\n`.repeat(50_000), 'short.txt');
    const long = await parserPeak(`${line}\n`.repeat(400_000), 'long.txt');
    expect(short).toBeGreaterThan(20);
    expect(long / short).toBeLessThan(1.5);
  }, 180_000);
});
