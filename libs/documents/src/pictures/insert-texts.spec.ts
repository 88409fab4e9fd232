import * as fc from 'fast-check';
import { isSound } from '../isolation/check-extracted.js';
import { defaultParseLimits } from '../limits.js';
import { TextBuilder } from '../text/text-builder.js';
import { insertTexts } from './insert-texts.js';
import type { ParsedText } from './pictures.js';

const anyPicture = { file: null, pdfPage: 1, why: 'picture' } as const;

function build(write: (builder: TextBuilder) => void): ParsedText {
  const builder = new TextBuilder(defaultParseLimits);
  write(builder);
  return builder.build('application/pdf', null);
}

function fill(parsed: ParsedText, texts: string[][]) {
  const spots = parsed.pictures?.spots ?? [];
  return insertTexts(
    parsed,
    spots.map((spot, i) => ({ spot, paragraphs: texts[i] ?? [] })),
  );
}

describe('insertTexts', () => {
  it('sets a picture between the blocks where it stands', () => {
    const parsed = build((builder) => {
      builder.add('Before', { level: 1 });
      builder.addPicture(anyPicture);
      builder.add('After', { level: 1 });
    });
    const { text, headings } = fill(parsed, [['Plan of', 'the floor']]);
    expect(text).toBe('Before\n\nPlan of\n\nthe floor\n\nAfter');
    expect(headings).toMatchObject([
      { start: 0, end: 6 },
      { start: 28, end: 33, text: 'After' },
    ]);
  });

  it('gives a page that is only a picture its span', () => {
    const parsed = build((builder) => {
      builder.startPage(1);
      builder.addPicture(anyPicture);
      builder.startPage(2);
      builder.add('two');
      builder.startPage(3);
      builder.addPicture(anyPicture);
      builder.addPicture(anyPicture);
    });
    const { text, pages } = fill(parsed, [['one'], ['three'], ['more']]);
    expect(text).toBe('one\n\ntwo\n\nthree\n\nmore');
    expect(pages.map(({ page, start, end }) => [page, text.slice(start, end)])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'three\n\nmore'],
    ]);
  });

  it('reads a document of nothing but pictures, some of them empty', () => {
    const parsed = build((builder) => {
      for (const page of [1, 2, 3]) {
        builder.startPage(page);
        builder.addPicture(anyPicture);
      }
    });
    const { text, pages } = fill(parsed, [['a'], [' '], ['b']]);
    expect({ text, pages }).toEqual({
      text: 'a\n\nb',
      pages: [
        { page: 1, start: 0, end: 1 },
        { page: 3, start: 3, end: 4 },
      ],
    });
  });

  it('keeps every promise of a text, whatever stands where', () => {
    const block = fc.oneof(
      fc.record({ kind: fc.constant('page' as const) }),
      fc.record({
        kind: fc.constant('picture' as const),
        text: fc.string({ unit: 'grapheme', maxLength: 6 }),
      }),
      fc.record({ kind: fc.constant('text' as const), text: fc.string({ minLength: 1, maxLength: 6 }) }),
      fc.record({ kind: fc.constant('heading' as const), text: fc.string({ minLength: 1, maxLength: 6 }) }),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
        const recognised: string[][] = [];
        const parsed = build((builder) => {
          let page = 0;
          for (const each of blocks) {
            if (each.kind === 'page') builder.startPage(++page);
            else if (each.kind === 'picture') {
              builder.addPicture(anyPicture);
              recognised.push([each.text]);
            } else builder.add(each.text, each.kind === 'heading' ? { level: 1 } : {});
          }
          builder.add('end');
        });
        expect(isSound(fill(parsed, recognised))).toBe(true);
      }),
    );
  });
});
