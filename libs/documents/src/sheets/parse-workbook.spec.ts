import { utils, write, type BookType, type WorkSheet } from '@e965/xlsx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { defaultParseLimits } from '../limits.js';
import { parseXls, parseXlsb, parseXlsx } from './parse-workbook.js';

type Value = string | number | boolean | Date | null;

function workbook(
  sheets: Record<string, WorkSheet | Value[][]>,
  bookType: BookType = 'xlsx',
  hidden = '',
): Uint8Array {
  const book = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) {
    utils.book_append_sheet(book, Array.isArray(sheet) ? utils.aoa_to_sheet(sheet) : sheet, name);
  }
  book.Workbook = { Sheets: book.SheetNames.map((name) => ({ Hidden: name === hidden ? 1 : 0 })) };
  return new Uint8Array(write(book, { type: 'buffer', bookType }) as Buffer);
}

const read = (sheets: Record<string, WorkSheet | Value[][]>, hidden?: string) =>
  parseXlsx(workbook(sheets, 'xlsx', hidden), { ...defaultParseLimits });

const code = (wanted: string) => expect.objectContaining({ code: wanted });

const price = [
  ['品目', '単価', '納期'],
  ['椅子', 12000, '3日'],
  ['机', 48000, '2週間'],
];

describe('parseXlsx', () => {
  it('reads each row with its header, under the heading and the page of its sheet', () => {
    const result = read({ 価格表: price, Notes: [['Delivery is free.']] });
    expect(result.text).toBe(
      '価格表\n\n品目: 椅子; 単価: 12000; 納期: 3日\n品目: 机; 単価: 48000; 納期: 2週間\n\nNotes\n\nDelivery is free.',
    );
    expect(result.headings.map(({ text, level }) => [text, level])).toEqual([
      ['価格表', 1],
      ['Notes', 1],
    ]);
    expect(
      result.pages.map(({ page, start, end }) => [page, result.text.slice(start, end).slice(0, 5)]),
    ).toEqual([
      [1, '価格表\n\n'],
      [2, 'Notes'],
    ]);
    expect(result.title).toBeNull();
  });

  it('shows dates, amounts and shares as the sheet does', () => {
    const sheet = utils.aoa_to_sheet([
      ['Item', 'Paid', 'Share', 'On'],
      ['A', 1234.5, 0.125, 45292],
    ]);
    Object.assign(sheet['B2'] as object, { z: '"¥"#,##0' });
    Object.assign(sheet['C2'] as object, { z: '0.0%' });
    Object.assign(sheet['D2'] as object, { z: 'yyyy"年"m"月"d"日"' });
    expect(read({ S: sheet }).text).toContain('Item: A; Paid: ¥1,235; Share: 12.5%; On: 2024年1月1日');
  });

  it('reads titles above a table, several tables of a sheet, and one that goes on after an empty row', () => {
    const rows = [
      ['Price list 2026', null],
      ['valid from April', null],
      ['Item', 'Price'],
      ['Chair', 120],
      [],
      ['Desk', 480],
      [],
      ['Name', 'Team', 'Since'],
      ['Sato', 'Sales', 2019],
    ];
    expect(read({ S: rows }).text).toBe(
      'S\n\nPrice list 2026\nvalid from April\nItem: Chair; Price: 120\n\nItem: Desk; Price: 480\n\n' +
        'Name: Sato; Team: Sales; Since: 2019',
    );
  });

  it('reads two columns without a header as names and values', () => {
    const rows = [
      ['会社名', '青空商事'],
      ['所在地', '東京都千代田区'],
      ['代表：', '佐藤'],
    ];
    expect(read({ S: rows }).text).toBe('S\n\n会社名: 青空商事\n所在地: 東京都千代田区\n代表: 佐藤');
  });

  it('names columns by a header of two rows, and repeats what is merged over rows', () => {
    const sheet = utils.aoa_to_sheet([
      ['Plan', 'Fee', null],
      [null, 'Member', 'Guest'],
      ['Gold', 10, 20],
      [null, 11, 21],
    ]);
    sheet['!merges'] = ['A1:A2', 'B1:C1', 'A3:A4'].map((range) => utils.decode_range(range));
    expect(read({ S: sheet }).text).toBe(
      'S\n\nPlan: Gold; Fee Member: 10; Fee Guest: 20\nPlan: Gold; Fee Member: 11; Fee Guest: 21',
    );
  });

  it('passes over hidden sheets, and keeps the numbers of the others', () => {
    const result = read({ Lists: [['secret']], Data: price }, 'Lists');
    expect(result.text).not.toContain('secret');
    expect(result.pages.map(({ page }) => page)).toEqual([2]);
    expect(read({ Only: [['shown all the same']] }, 'Only').text).toContain('shown all the same');
  });

  it('costs nothing for the emptiness of a sheet with one cell at its far end', () => {
    const parts = unzipSync(workbook({ S: [['far away']] }));
    const path = 'xl/worksheets/sheet1.xml';
    const near = strFromU8(parts[path] ?? new Uint8Array());
    const far = near.replaceAll('"A1"', '"XFD1048576"').replace('<row r="1"', '<row r="1048576"');
    expect(far).not.toBe(near);
    const bytes = zipSync({ ...parts, [path]: strToU8(far) });
    expect(parseXlsx(bytes, { ...defaultParseLimits }).text).toBe('S\n\nfar away');
  });

  it('reads the binary and the old form alike', () => {
    const text = read({ 価格表: price }).text;
    expect(parseXlsb(workbook({ 価格表: price }, 'xlsb'), { ...defaultParseLimits }).text).toBe(text);
    expect(parseXls(workbook({ 価格表: price }, 'biff8'), { ...defaultParseLimits }).text).toBe(text);
  });

  it('refuses an empty workbook, a bomb, and what is no workbook', () => {
    expect(() => read({ S: [[]] })).toThrow(code('document_empty'));
    const bomb = zipSync({ 'xl/workbook.xml': new Uint8Array(2 ** 26) }, { level: 9 });
    expect(() => parseXlsx(bomb, { ...defaultParseLimits })).toThrow(code('document_too_large'));
    const none = zipSync({ 'xl/workbook.xml': strToU8('<workbook') });
    expect(() => parseXlsx(none, { ...defaultParseLimits })).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/corrupt|empty/) as string }),
    );
    expect(() =>
      parseXlsx(workbook({ A: [['a']], B: [['b']] }), { ...defaultParseLimits, maxPages: 1 }),
    ).toThrow(/2 sheets/);
  });
});
