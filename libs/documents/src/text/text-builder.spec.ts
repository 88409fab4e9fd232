import { defaultParseLimits } from '../limits.js';
import * as fc from 'fast-check';
import { isSound } from '../isolation/check-extracted.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from './text-builder.js';

const build = (write: (builder: TextBuilder) => void, title: string | null = null) => {
  const builder = new TextBuilder({ ...defaultParseLimits, maxCharacters: 10_000 });
  write(builder);
  return builder.build(mediaTypes.text, title);
};

const minorThenMajor = (builder: TextBuilder) => {
  builder.add('minor', { level: 3 });
  builder.add('Major', { level: 1 });
};

describe('TextBuilder', () => {
  it('sets blocks apart by an empty line, tight ones by a line break', () => {
    const { text } = build((builder) => {
      builder.add('a');
      builder.add('b');
      builder.add('c', { tight: true });
      builder.add(' \n ');
    });
    expect(text).toBe('a\n\nb\nc');
  });

  it('measures headings and pages in the cleaned text', () => {
    const result = build((builder) => {
      builder.startPage(1);
      builder.add('か\u3099\r\nく', { level: 2 });
      builder.add('body');
      builder.startPage(2);
      builder.startPage(3);
      builder.add('last');
    });
    expect(result.text).toBe('が く\n\nbody\n\nlast');
    expect(result.headings).toEqual([{ level: 2, start: 0, end: 3, text: 'が く' }]);
    expect(result.pages).toEqual([
      { page: 1, start: 0, end: 9 },
      { page: 3, start: 11, end: 15 },
    ]);
  });

  it('continues a paragraph on the next page without a gap', () => {
    const result = build((builder) => {
      builder.startPage(1);
      builder.add('a paragraph that');
      builder.startPage(2);
      builder.extend('runs on', ' ');
    });
    expect(result.text).toBe('a paragraph that runs on');
    expect(result.pages.map((page) => result.text.slice(page.start, page.end))).toEqual([
      'a paragraph that',
      'runs on',
    ]);
  });

  it('takes the title from the outermost heading when the document names none', () => {
    expect(build(minorThenMajor).title).toBe('Major');
    expect(build(minorThenMajor, '  The \n title ').title).toBe('The title');
  });

  it('refuses a text that is too long, and one without letters', () => {
    expect(() => build((builder) => builder.add('x'.repeat(10_001)))).toThrow(
      expect.objectContaining({ code: 'document_too_large' }),
    );
    expect(() => build((builder) => builder.add('— … —'))).toThrow(
      expect.objectContaining({ code: 'document_empty' }),
    );
  });

  it('gives a sound text for any blocks in any order', () => {
    const block = fc.record({
      text: fc.string({ unit: 'binary' }),
      tight: fc.boolean(),
      level: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
      how: fc.constantFrom('add', 'extend', 'page'),
    });
    fc.assert(
      fc.property(fc.array(block), (blocks) => {
        let page = 1;
        const result = build((builder) => {
          builder.add('start');
          for (const { text, tight, level, how } of blocks) {
            if (how === 'page') builder.startPage(page++);
            if (how === 'extend') builder.extend(text, tight ? '' : ' ');
            else builder.add(text, level === undefined ? { tight } : { tight, level });
          }
        });
        expect(isSound(result)).toBe(true);
      }),
    );
  });
});
