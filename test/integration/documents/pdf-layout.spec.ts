import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractText, stopIdleParsers } from '#documents';
import { drawnPdf, type DrawnText } from '../../support/drawn-pdf.js';

const folder = mkdtempSync(join(tmpdir(), 'kotae-layout-'));

function read(pdf: Uint8Array) {
  const path = join(folder, 'a.pdf');
  writeFileSync(path, pdf);
  return extractText({ path, name: 'a.pdf' }, { ocr: false });
}

/** Lines of prose that fill a column of about 40 letters. */
const left = [
  'Everyone who travels for the company books',
  'the journey in the portal, at least four-',
  'teen days ahead. Whoever books later gives',
  'the reason in the form, which the manager',
  'of the department then signs. Hotels cost',
  'at most 120 euros for one night with taxes,',
  'and 150 euros in the cities of the list.',
];
const right = [
  'Receipts are handed in within thirty days',
  'after the journey has ended. They show the',
  'date, the amount and the name of the shop.',
  'A receipt that was lost is replaced by the',
  'form of the finance department, which the',
  'traveller signs. Without it nothing is paid',
  'back, whatever the amount may have been.',
];

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八'];

/** The lines of one tier of a vertical page. */
function tier(mark: string): string[] {
  return numerals.map((row) => `${mark}段の第${row}行はここから次の行へ続く文章で`);
}

/** Draws two columns row by row, through both, as some programs do. */
function rowByRow(columns: string[][], xs: number[], top: number): DrawnText[] {
  return columns[0]!.flatMap((_, row) =>
    columns.map((column, i) => ({ x: xs[i]!, y: top - row * 14, text: column[row]! })),
  );
}

describe('the text of a PDF', () => {
  afterAll(() => {
    stopIdleParsers();
    rmSync(folder, { recursive: true });
  });

  it('reads columns one after the other, though the page draws them line by line through both', async () => {
    const page = [
      { x: 200, y: 760, text: 'Travel rules', size: 18 },
      ...rowByRow([left, right], [40, 320], 700),
    ];
    const { text } = await read(drawnPdf([page], { encoding: 'latin' }));
    const plain = text.replace(/-?\s+/gu, ' ');
    expect(plain).toContain(
      'at least four teen days ahead. Whoever books later gives the reason in the form',
    );
    expect(plain).toContain('within thirty days after the journey has ended. They show the date');
    expect(plain).toContain('in the cities of the list. Receipts are handed in');
    expect(text.startsWith('Travel rules')).toBe(true);
  });

  it('reads the rows of a table through all its columns', async () => {
    const names = ['Chair', 'Desk', 'Lamp', 'Shelf', 'Screen', 'Phone', 'Cable', 'Mouse'];
    const prices = names.map((_, i) => `${(i + 1) * 120} euros`);
    const { text } = await read(drawnPdf([rowByRow([names, prices], [40, 320], 700)], { encoding: 'latin' }));
    expect(text.split('\n').filter(Boolean)).toEqual(names.map((name, i) => `${name} ${prices[i]}`));
  });

  it('puts lines in order that a page draws in any order', async () => {
    const lines = [...left, ...right].map((text, i) => ({ x: 40, y: 760 - i * 14, text }));
    // Every third line, then the ones between, then the rest.
    const shuffled = [0, 1, 2].flatMap((rest) => lines.filter((_, i) => i % 3 === rest));
    const { text } = await read(drawnPdf([shuffled], { encoding: 'latin' }));
    const { text: inOrder } = await read(drawnPdf([lines], { encoding: 'latin' }));
    expect(text).toBe(inOrder);
  });

  it('reads Japanese in vertical lines from right to left, with the marks of horizontal ones', async () => {
    const lines = [
      '第一条　この規程は、出張の旅費を',
      '定める。「日当」は一日につき二千円',
      'とし、宿泊費は別に定めるものとする。',
    ];
    const page = lines.map((text, i) => ({ x: 540 - i * 24, y: 740, text, size: 16 }));
    const { text } = await read(drawnPdf([page], { encoding: 'vertical' }));
    expect(text.replace(/\s+/gu, '')).toBe(lines.join('').replace(/\s+/gu, ''));
    expect(text).toContain('旅費を定める。「日当」は一日につき二千円とし、');
  });

  it('reads the upper tier of a vertical page before the lower one, though it is drawn through both', async () => {
    const page = rowByRow([tier('上'), tier('下')], [0, 0], 0).map(({ text }, i) => ({
      x: 540 - Math.floor(i / 2) * 24,
      y: i % 2 === 0 ? 760 : 380,
      text,
      size: 16,
    }));
    const { text } = await read(drawnPdf([page], { encoding: 'vertical' }));
    const order = [...text.matchAll(/([上下])段の第(.)行/gu)].map(([, mark, row]) => `${mark}${row}`);
    expect(order).toEqual(['上', '下'].flatMap((mark) => numerals.map((row) => mark + row)));
  });

  it('writes ligatures as letters', async () => {
    const page = [{ x: 40, y: 700, text: 'The o\uFB03ce on the \uFB01rst \uFB02oor' }];
    const { text } = await read(drawnPdf([page], { encoding: 'horizontal' }));
    expect(text).toBe('The office on the first floor');
  });

  it('refuses glyph numbers in place of text, and says what helps', async () => {
    const page = left.map((text, i) => ({ x: 40, y: 760 - i * 14, text }));
    const failure = read(drawnPdf([page], { encoding: 'glyphs' }));
    await expect(failure).rejects.toMatchObject({ name: 'DomainError', code: 'document_empty' });
    await expect(failure).rejects.toThrow(/fonts do not say which characters[^]*Tesseract/u);
  });
});
