import { strToU8 } from 'fflate';
import { drawnPdf } from '../support/drawn-pdf.js';
import type { DocumentSeed } from '../support/document-seeds.js';

const prose = 'Travel is booked two weeks ahead.\n日当は一日につき二千円とする。\n'.repeat(8);
/** 日本の規程です。 in the encodings that Node does not write. */
const shiftJis = Buffer.from('93fa967b82cc8b4b92f682c582b78142', 'hex');
const eucJp = Buffer.from('c6fccbdca4ceb5acc4f8a4c7a4b9a1a3', 'hex');
const iso2022Jp = Buffer.from('1b2442467c4b5c244e352c44782447243921231b28420a', 'hex');

const line = (text: string, y: number, size = 12) => ({ x: 40, y, text, size });

/** Sound files of the formats that are text, and PDFs of each way to name characters. */
export const textSeeds: DocumentSeed[] = [
  { name: 'a.txt', bytes: strToU8(prose) },
  { name: 'utf16.txt', bytes: Buffer.from(`\uFEFF${prose}`, 'utf16le') },
  { name: 'shift-jis.txt', bytes: Buffer.concat(Array.from({ length: 12 }, () => shiftJis)) },
  { name: 'euc-jp.txt', bytes: Buffer.concat(Array.from({ length: 12 }, () => eucJp)) },
  { name: 'iso-2022-jp.txt', bytes: Buffer.concat(Array.from({ length: 12 }, () => iso2022Jp)) },
  {
    name: 'a.md',
    bytes: strToU8(
      `---\ntitle: Rules\n---\n# Rules\n\n${prose}\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n  - y\n`,
    ),
  },
  {
    name: 'a.html',
    bytes: strToU8(
      `<!doctype html><title>Rules</title><nav>x</nav><main><h1>Rules</h1><p>${prose}</p><table><tr><th>a<th>b<tr><td>1<td>2</table></main>`,
    ),
  },
  { name: 'a.tsv', bytes: strToU8('name\tteam\nSato\tSales\nIto\tOffice\n') },
  { name: 'a.jsonl', bytes: strToU8('{"name":"椅子","price":12000}\n{"name":"机","tags":["a","b"]}\n') },
  {
    name: 'latin.pdf',
    bytes: drawnPdf([[line('A heading', 700, 20), line(prose.slice(0, 33), 660)]], { encoding: 'latin' }),
  },
  { name: 'vertical.pdf', bytes: drawnPdf([[line('日当は二千円です。', 700)]], { encoding: 'vertical' }) },
  {
    name: 'glyphs.pdf',
    bytes: drawnPdf([[line('Travel must be booked early', 700)]], { encoding: 'glyphs' }),
  },
];
