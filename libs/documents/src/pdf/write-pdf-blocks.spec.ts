import { defaultParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import { markFontHeadings } from './font-headings.js';
import { markOutlineHeadings } from './outline-headings.js';
import { PageStore } from './page-store.js';
import type { TextLine } from './text-line.js';
import { dropRunningLines } from './running-lines.js';
import { writePdfBlocks } from './write-pdf-blocks.js';

interface Setting {
  size?: number;
  x?: number;
  /** Distance from the line above, in points. */
  down?: number;
}

/** A page of lines set one below the other, 5 points wide per character (10 for Japanese), on a 300-point column. */
function page(...rows: (string | [text: string, set: Setting])[]): TextLine[] {
  let across = 0;
  return rows.map((row) => {
    const [text, { size = 10, x = 50, down = 14 }] = typeof row === 'string' ? [row, {}] : row;
    across += down;
    const width = Array.from(text).reduce((sum, c) => sum + (c > '\u2FFF' ? 10 : 5), 0);
    return { text, size, start: x, end: x + width, across, angle: 0, isRow: false };
  });
}

async function write(...pages: TextLine[][]) {
  const builder = new TextBuilder({ ...defaultParseLimits, maxCharacters: 100_000 });
  await writePdfBlocks(PageStore.of(pages), builder);
  return builder.build(mediaTypes.pdf, null);
}

const full = 'This line is as wide as the column of text allows it to be, ok';

describe('writePdfBlocks', () => {
  it('joins the lines of a paragraph, and begins a new one after a gap', async () => {
    expect((await write(page(full, full, 'and ends here.', ['Next paragraph.', { down: 24 }]))).text).toBe(
      `${full} ${full} and ends here.\n\nNext paragraph.`,
    );
  });

  it('joins Japanese lines without a space', async () => {
    const line = 'この規則は、会社で働くすべての社員に適用されるものとし、その施行';
    expect((await write(page(line, '日は四月一日とする。'))).text).toBe(`${line}日は四月一日とする。`);
  });

  it('undoes hyphenation, but keeps hyphens that the text has elsewhere', async () => {
    const line = 'A line that is nearly as wide as the column and goes on inter-';
    expect((await write(page(full, line, 'nationally.'))).text).toContain('goes on internationally.');
    expect((await write(page(full, line, 'nationally.', 'Inter-nationally it is.'))).text).toContain(
      'on inter-nationally.',
    );
  });

  it('keeps short lines, list items and numbered clauses on lines of their own', async () => {
    expect(
      (await write(page('Aozora Robotics', '1-2-3 Kita', 'Sapporo', full, '• an item', '(1) a clause'))).text,
    ).toBe(`Aozora Robotics\n1-2-3 Kita\nSapporo\n${full}\n• an item\n(1) a clause`);
    expect((await write(page(full, full, '第2条 休憩は60分とする。'))).text.split('\n')).toHaveLength(2);
  });

  it('begins a paragraph at an indented line', async () => {
    expect((await write(page(full, full, [full, { x: 62 }], 'end.'))).text).toBe(
      `${full} ${full}\n${full} end.`,
    );
  });

  it('continues a sentence on the next page, and notes where each page lies', async () => {
    const { text, pages } = await write(
      page(full, full),
      page('ends on the next page.', ['New one.', { down: 30 }]),
    );
    expect(text).toBe(`${full} ${full} ends on the next page.\n\nNew one.`);
    expect(pages.map((span) => text.slice(span.start, span.end))).toEqual([
      `${full} ${full}`,
      'ends on the next page.\n\nNew one.',
    ]);
  });

  it('does not continue a finished sentence, and leaves a gap for an empty page', async () => {
    const { text, pages } = await write(page(full, `${full.slice(0, -1)}.`), [], page('Third page.'));
    expect(text).toMatch(/\.\n\nThird page\.$/u);
    expect(pages.map((span) => span.page)).toEqual([1, 3]);
  });
});

describe('headings', () => {
  it('are found by their size, the largest outermost', async () => {
    const title: [string, Setting] = ['Travel Guide', { size: 20 }];
    const pages = PageStore.of([
      page(title, [full, { down: 30 }], full, full, ['Trains', { size: 13, down: 30 }], full),
    ]);
    markFontHeadings(pages);
    expect((await write(...pages)).headings.map(({ level, text }) => [level, text])).toEqual([
      [1, 'Travel Guide'],
      [2, 'Trains'],
    ]);
  });

  it('are not found in a document that is mostly large type', async () => {
    const pages = PageStore.of([page([full, { size: 20 }], [full, { size: 20 }], 'small')]);
    markFontHeadings(pages);
    expect((await write(...pages)).headings).toEqual([]);
  });

  it('are found by the outline, also when numbered or broken over lines', async () => {
    const pages = PageStore.of([
      page('2.1 Trains and', 'buses', [full, { down: 30 }], ['Flights', { down: 30 }], 'text'),
    ]);
    const outline = [
      { title: 'Trains and buses', level: 1, page: 0 },
      { title: 'flights', level: 2, page: 0 },
      { title: 'absent', level: 1, page: 0 },
      { title: 'no page', level: 1, page: null },
    ];
    expect(markOutlineHeadings(pages, outline)).toBe(2);
    expect((await write(...pages)).headings.map(({ level, text }) => [level, text])).toEqual([
      [1, '2.1 Trains and buses'],
      [2, 'Flights'],
    ]);
  });
});

function remaining(...pages: TextLine[][]): string[][] {
  const store = PageStore.of(pages);
  dropRunningLines(store);
  return [...store].map((lines) => lines.map((line) => line.text));
}

const slide = (n: number) => page(`Slide ${n} of the talk`, String(n));

describe('dropRunningLines', () => {
  it('keeps the first header and the last footer of those that repeat', () => {
    expect(
      remaining(
        page('ACME rules', 'a', 'b', 'Page 1 of 2 – v3'),
        page('ACME rules', 'c', 'd', 'Page 2 of 2 – v3'),
      ),
    ).toEqual([
      ['ACME rules', 'a', 'b'],
      ['c', 'd', 'Page 2 of 2 – v3'],
    ]);
  });

  it('drops bare page numbers everywhere', () => {
    expect(remaining(page('a', 'b', '- 7 -'), page('c', 'd', '- 8 -'))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('keeps lines that only look alike: their numbers do not follow the pages', () => {
    const pages = [page('a', 'b', 'Total: 120'), page('c', 'd', 'Total: 340')];
    expect(remaining(...pages).map((lines) => lines.at(-1))).toEqual(['Total: 120', 'Total: 340']);
  });

  it('keeps the lines of pages that hold nothing else, but not their numbers', () => {
    expect(remaining(slide(1), slide(2), slide(3))).toEqual([1, 2, 3].map((n) => [`Slide ${n} of the talk`]));
  });

  it('keeps a document that would be empty without them', () => {
    expect(remaining(page('1'), page('2'), page('3'))).toEqual([['1'], ['2'], ['3']]);
  });

  it('sets what a page holds besides its lines below them, on the same page', async () => {
    const builder = new TextBuilder({ ...defaultParseLimits, maxCharacters: 100_000 });
    await writePdfBlocks(PageStore.of([page('A form.'), [], page('Next page.')]), builder, {
      notes: [['Name: Sato'], ['Only a field'], []],
    });
    const { text, pages } = builder.build(mediaTypes.pdf, null);
    expect(text).toBe('A form.\n\nName: Sato\n\nOnly a field\n\nNext page.');
    expect(pages.map((each) => [each.page, text.slice(each.start, each.end).trim()])).toEqual([
      [1, 'A form.\n\nName: Sato'],
      [2, 'Only a field'],
      [3, 'Next page.'],
    ]);
  });
});
