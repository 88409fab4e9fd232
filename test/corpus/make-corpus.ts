/**
 * Makes the files under test/corpus/files anew, always the same: `npm run corpus`. Sound files of every format, damaged
 * in five ways each, and files made to hang, bloat or break whatever reads them.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../bench/search/random.js';

const FOLDER = join(__dirname, 'files');
const SEED = 20_260_105;

/** A file of the corpus. */
interface CorpusFile {
  name: string;
  bytes: Uint8Array;
}

function damaged({ name, bytes }: CorpusFile, random: Random): CorpusFile[] {
  const at = (share: number) => Math.floor(bytes.length * share);
  const flipped = (every: number) => {
    const copy = Uint8Array.from(bytes);
    for (let left = Math.max(3, bytes.length / every); left > 0; left--) {
      const place = random.below(copy.length);
      copy[place] = (copy[place] ?? 0) ^ (1 << random.below(8));
    }
    return copy;
  };
  const damages: Record<string, Uint8Array> = {
    'cut-early': bytes.subarray(0, at(0.3)),
    'cut-late': bytes.subarray(0, at(0.85)),
    'few-flips': flipped(2000),
    'many-flips': flipped(60),
    'piece-twice': Buffer.concat([bytes.subarray(0, at(0.6)), bytes.subarray(at(0.3))]),
  };
  return Object.entries(damages).map(([damage, own]) => ({ name: `${damage}-${name}`, bytes: own }));
}

async function main(): Promise<void> {
  // ZIP files hold the time at which they were made.
  Date.now = () => Date.UTC(2026, 0, 5);
  const { documentSeeds } = await import('../support/document-seeds.js');
  const { textSeeds } = await import('./text-seeds.js');
  const { hostileFiles } = await import('./hostile-files.js');
  const samples = ['it-equipment-ja.docx', 'travel-and-expenses.pdf'].map((name) => ({
    name,
    bytes: new Uint8Array(readFileSync(join(__dirname, '../../samples', name))),
  }));
  const random = new Random(SEED);
  const sound = [...documentSeeds, ...textSeeds, ...samples];
  const files = [...sound.flatMap((seed) => damaged(seed, random)), ...hostileFiles()];
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  for (const { name, bytes } of files) writeFileSync(join(FOLDER, name), bytes);
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  process.stdout.write(`${files.length} files, ${Math.round(size / 1024)} KiB\n`);
}

void main();
