import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { ExtractedText } from '#contracts';
import { extractText, stopIdleParsers } from '#documents';
import { textSeeds } from '../../corpus/text-seeds.js';
import { documentSeeds } from '../../support/document-seeds.js';

const folder = mkdtempSync(join(tmpdir(), 'kotae-formats-'));
const samples = join(__dirname, '../../../samples');
const files = new Map([
  ...[...documentSeeds, ...textSeeds].map(({ name, bytes }) => [name, bytes] as const),
  ...['travel-and-expenses.pdf', 'it-equipment-ja.docx'].map(
    (name) => [name, new Uint8Array(readFileSync(join(samples, name)))] as const,
  ),
]);

function read(bytes: Uint8Array, name: string): Promise<ExtractedText> {
  const path = join(folder, 'upload');
  writeFileSync(path, bytes);
  return extractText({ path, name }, { ocr: false, group: 'formats' });
}

const rows = '品目: 椅子; 単価: 12000; 納期: 3日';
const prose = 'Travel is booked two weeks ahead.';
const japanese = '日本の規程です。';

/** A file of each format: a piece of its text, and the heading and page under which that stands. */
const formats: [name: string, type: RegExp, text: string, heading: string | null, page: number | null][] = [
  ['a.txt', /^text\/plain$/, '日当は一日につき二千円とする。', null, null],
  ['utf16.txt', /^text\/plain$/, '日当は一日につき二千円とする。', null, null],
  ['shift-jis.txt', /^text\/plain$/, japanese, null, null],
  ['euc-jp.txt', /^text\/plain$/, japanese, null, null],
  ['iso-2022-jp.txt', /^text\/plain$/, japanese, null, null],
  ['a.md', /markdown/, 'a: 1; b: 2', 'Rules', null],
  ['a.html', /html/, 'a: 1; b: 2', 'Rules', null],
  ['travel-and-expenses.pdf', /pdf/, 'Safety and health', '6. Safety and health on the road', 3],
  ['latin.pdf', /pdf/, prose, 'A heading', 1],
  ['vertical.pdf', /pdf/, '日当は二千円です。', null, 1],
  ['it-equipment-ja.docx', /wordprocessingml/, '機器: 認証キー; 型番: HK-2', '1. 貸与品', null],
  ['a.pptx', /presentationml/, '経費の精算', '経費の精算', 1],
  ['a.xlsx', /spreadsheetml/, rows, '価格表', 1],
  ['a.xlsb', /sheet\.binary/, rows, '価格表', 1],
  ['a.xls', /ms-excel$/, rows, '価格表', 1],
  ['a.csv', /csv/, 'name: Sato; team: Sales, west', null, null],
  ['a.tsv', /tab-separated/, 'name: Ito; team: Office', null, null],
  ['a.epub', /epub/, 'Once upon a time.', '第一章', null],
  ['a.odt', /opendocument\.text/, '日当は二千円です。', '規程', null],
  ['a.ods', /opendocument\.spreadsheet/, rows, '価格表', 1],
  ['a.odp', /opendocument\.presentation/, '題', null, 1],
  ['a.eml', /rfc822/, 'a: 1; b: 2', 'a.csv', 2],
  ['a.msg', /outlook/, 'a: 1; b: 2', 'a.csv', 2],
  ['a.json', /json$/, 'name: 椅子; price: 12000', null, null],
  ['a.jsonl', /jsonl/, 'name: 椅子; price: 12000', null, null],
  ['a.rtf', /rtf/, '日本', null, null],
  ['a.zip', /zip/, '本文', '規程', 2],
];

/** Formats that are text like any other, and are told by their name alone. */
const toldByName = /\.(?:md|csv|tsv)$/u;

describe('every format', () => {
  afterAll(() => {
    stopIdleParsers();
    rmSync(folder, { recursive: true });
  });

  it.each(formats)('is read with its text, heading and page: %s', async (name, type, text, heading, page) => {
    const extracted = await read(files.get(name)!, name);
    expect(extracted.mediaType).toMatch(type);
    const at = extracted.text.indexOf(text);
    expect(at).toBeGreaterThanOrEqual(0);
    expect(pageAt(extracted, at)).toBe(page);
    expect(headingAt(extracted, at)).toBe(heading);
  });

  it.each(formats.filter(([name]) => !toldByName.test(name)))(
    'is known by its bytes, whatever its name says: %s',
    async (name) => {
      const bytes = files.get(name)!;
      const named = await read(bytes, name);
      for (const wrong of ['a.pdf', 'a.docx', 'a.png', 'a'].filter((each) => !name.endsWith(each.slice(1)))) {
        expect(await read(bytes, wrong)).toEqual(named);
      }
    },
  );

  it('is read inside an archive too, each file under its name', async () => {
    const archive = zipSync(Object.fromEntries(formats.map(([name]) => [name, files.get(name)!])));
    const extracted = await read(archive, 'all.zip');
    for (const [i, [name, , text]] of formats.entries()) {
      const part = extracted.pages.find(({ page }) => page === i + 1)!;
      const own = extracted.text.slice(part.start, part.end);
      expect(own.startsWith(name)).toBe(true);
      expect(own).toContain(text);
    }
  });

  it('says which are supported when it is of none', async () => {
    const failure = read(strToU8('\u007FELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0\u0003\0>\0\0\0'), 'a.pdf');
    await expect(failure).rejects.toMatchObject({ code: 'unsupported_document_type' });
    const supported =
      'PDF .docx .pptx .xlsx .xls CSV .eml .msg .odt .ods .odp RTF EPUB JSON HTML Markdown text ZIP images';
    for (const type of supported.split(' ')) await expect(failure).rejects.toThrow(type);
  });
});

function pageAt({ pages }: ExtractedText, at: number): number | null {
  return pages.find(({ start, end }) => start <= at && at < end)?.page ?? null;
}

function headingAt({ headings, text }: ExtractedText, at: number): string | null {
  const heading = headings.findLast(({ start }) => start <= at);
  return heading ? text.slice(heading.start, heading.end) : null;
}
