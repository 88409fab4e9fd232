/**
 * Makes the sample documents that are not written by hand, the PDF and the Word file, from their Markdown sources in
 * samples/source. The results are committed; running this again gives the same bytes, on any machine.
 * Usage: node scripts/make-samples.mjs [folder to write to, default samples]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBlocks } from './samples/read-blocks.mjs';
import { writeDocx } from './samples/write-docx.mjs';
import { writePdf } from './samples/write-pdf.mjs';

const samples = join(dirname(fileURLToPath(import.meta.url)), '..', 'samples');
const folder = process.argv[2] ?? samples;

const source = (name) => readBlocks(readFileSync(join(samples, 'source', name), 'utf8'));

writeFileSync(
  join(folder, 'travel-and-expenses.pdf'),
  await writePdf(source('travel-and-expenses.md'), new Date('2025-06-16T00:00:00Z')),
);
writeFileSync(
  join(folder, 'it-equipment-ja.docx'),
  await writeDocx(source('it-equipment-ja.md'), new Date('2025-05-12T00:00:00Z')),
);
