import type { ExtractedText, HeadingSpan, PassageDraft } from '#contracts';
import * as fc from 'fast-check';
import { chunkText } from './chunk-text.js';

/** A stand-in for a tokenizer: one token per letter outside ASCII, one per three others. */
const countTokens = (texts: string[]): Promise<number[]> =>
  Promise.resolve(
    texts.map((text) => {
      const wide = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
      return 1 + wide + Math.ceil((text.length - wide) / 3);
    }),
  );

/** A tokenizer by which a text has more tokens than its sentences have together. */
const countHighTogether = (all: string[]): Promise<number[]> =>
  Promise.resolve(all.map((text) => text.length + 10 * (text.split('。').length - 2)));

function extracted(text: string, more: Partial<ExtractedText> = {}): ExtractedText {
  return { mediaType: 'text/plain', title: null, text, pages: [], headings: [], ...more };
}

/** A text of Markdown-like lines, with the headings that a parser would find in it. */
function withHeadings(lines: readonly string[]): ExtractedText {
  const headings: HeadingSpan[] = [];
  let text = '';
  for (const line of lines) {
    const [, marks, title] = /^(#+) (.*)$/.exec(line) ?? [];
    const shown = title ?? line;
    if (marks !== undefined) {
      headings.push({
        level: marks.length,
        text: shown,
        start: text.length,
        end: text.length + shown.length,
      });
    }
    text += `${shown}\n\n`;
  }
  return extracted(text, { headings });
}

const texts = (passages: readonly PassageDraft[]): string[] => passages.map((passage) => passage.text);

describe('chunkText', () => {
  it('keeps a section that fits in one passage, under the path of its headings', async () => {
    const document = withHeadings([
      '# Handbook',
      '## Leave',
      'Ask early.',
      'Tell HR.',
      '## Travel',
      'Book online.',
    ]);
    expect(await chunkText(document, { countTokens })).toEqual([
      expect.objectContaining({
        ordinal: 0,
        heading: 'Handbook > Leave',
        text: 'Handbook\n\nLeave\n\nAsk early.\n\nTell HR.',
      }),
      expect.objectContaining({
        ordinal: 1,
        heading: 'Handbook > Travel',
        text: 'Travel\n\nBook online.',
        page: null,
      }),
    ]);
  });

  it('leaves a heading level when a higher one begins, and has no path above the first heading', async () => {
    const document = withHeadings(['Preface.', '# One', 'a.', '### Deep', 'b.', '# Two', 'c.']);
    const passages = await chunkText(document, { countTokens });
    expect(passages.map(({ heading }) => heading)).toEqual(['', 'One', 'One > Deep', 'Two']);
  });

  it('cuts a long section at paragraphs into passages of similar length', async () => {
    const paragraphs = ['あ', 'い', 'う', 'え', 'お'].map((letter) => `${letter.repeat(80)}。`);
    const passages = await chunkText(extracted(paragraphs.join('\n\n')), { maxTokens: 250, countTokens });
    expect(texts(passages)).toEqual([paragraphs.slice(0, 2).join('\n\n'), paragraphs.slice(2).join('\n\n')]);
  });

  it('never ends a passage with a heading alone', async () => {
    const document = withHeadings(['# 見出し', '長い文です。'.repeat(9)]);
    for (const passage of await chunkText(document, { maxTokens: 40, countTokens })) {
      expect(passage.text).toContain('長い文です。');
    }
  });

  it('cuts an over-long sentence after a clause, or between words', async () => {
    const clauses = await chunkText(extracted('承認を得た者は、'.repeat(20)), { maxTokens: 40, countTokens });
    for (const text of texts(clauses)) expect(text).toMatch(/^(?:承認を得た者は、)+$/);
    const words = await chunkText(extracted('word '.repeat(200)), { maxTokens: 40, countTokens });
    for (const text of texts(words)) expect(text).toMatch(/^word(?: word)*$/);
  });

  it('never cuts inside a character made of several code points', async () => {
    const family = '👨‍👩‍👧';
    const passages = await chunkText(extracted(family.repeat(60)), { maxTokens: 30, countTokens });
    expect(passages.length).toBeGreaterThan(5);
    for (const { text } of passages) expect(text.replaceAll(family, '')).toBe('');
  });

  it('begins a new passage on a new page, and leaves a sentence that runs over on the page where it began', async () => {
    const one = 'First page. This sentence goes ';
    const two = 'on here. Second page.';
    const document = extracted(one + two, {
      pages: [
        { page: 1, start: 0, end: one.length },
        { page: 2, start: one.length, end: one.length + two.length },
      ],
    });
    const passages = await chunkText(document, { countTokens });
    expect(passages.map(({ text, page }) => [text, page])).toEqual([
      ['First page. This sentence goes on here.', 1],
      ['Second page.', 2],
    ]);
  });

  it('gives each part of an over-long sentence the page on which the part begins', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => `item ${row}, ${row} pieces, `).join('');
    const half = rows.length / 2;
    const document = extracted(rows, {
      pages: [
        { page: 1, start: 0, end: half },
        { page: 2, start: half, end: rows.length },
      ],
    });
    const passages = await chunkText(document, { maxTokens: 100, countTokens });
    expect(passages.map(({ start, page }) => page === (start < half ? 1 : 2))).not.toContain(false);
    expect(passages.at(-1)!.page).toBe(2);
  });

  it('has no passages for a text without words, and refuses a limit below 16 tokens', async () => {
    expect(await chunkText(extracted(' \n\n '), { countTokens })).toEqual([]);
    await expect(chunkText(extracted('a'), { maxTokens: 15, countTokens })).rejects.toThrow(RangeError);
  });

  it('holds to the limit when the tokenizer counts a whole higher than its parts', async () => {
    const passages = await chunkText(extracted('これは短い。'.repeat(30)), {
      maxTokens: 30,
      countTokens: countHighTogether,
    });
    const counts = await countHighTogether(texts(passages));
    expect(Math.max(...counts)).toBeLessThanOrEqual(30);
  });

  it('asks the tokenizer few times, with many texts each time', async () => {
    let calls = 0;
    const counting = (all: string[]): Promise<number[]> => {
      calls++;
      return countTokens(all);
    };
    await chunkText(extracted('短い文です。\n\n'.repeat(900)), { countTokens: counting });
    expect(calls).toBeLessThanOrEqual(3);
  });

  it('covers any text exactly: in order, without overlap, within the limit, no character cut', async () => {
    const word = fc.oneof(
      fc.constantFrom(
        '# 見出し',
        '## Part',
        '。',
        '、',
        '\n\n',
        '\n',
        ' ',
        '「はい。」',
        'e.g.',
        '👨‍👩‍👧',
        '𠮷野家',
        '３．１４',
      ),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { maxLength: 20 }),
        fc.integer({ min: 16, max: 60 }),
        fc.array(fc.nat(400), { maxLength: 5 }),
        async (lines, maxTokens, breaks) => {
          const document = withHeadings(lines);
          const { text } = document;
          const starts = [0, ...new Set(breaks.filter((at) => at > 0 && at < text.length))].toSorted(
            (a, b) => a - b,
          );
          document.pages = starts.map((start, index) => ({
            page: index + 1,
            start,
            end: starts[index + 1] ?? text.length,
          }));
          const passages = await chunkText(document, { maxTokens, countTokens });
          let last = 0;
          for (const [ordinal, passage] of passages.entries()) {
            expect(passage.ordinal).toBe(ordinal);
            expect(passage.text).toBe(text.slice(passage.start, passage.end));
            expect(passage.text).toBe(passage.text.trim());
            expect(passage.text).not.toBe('');
            expect(text.slice(last, passage.start).trim()).toBe('');
            expect(
              /^[\uDC00-\uDFFF]/.test(passage.text) && /[\uD800-\uDBFF]$/.test(text.slice(0, passage.start)),
            ).toBe(false);
            const { start, end } = document.pages[passage.page! - 1]!;
            expect(passage.start >= start && passage.start < end).toBe(true);
            last = passage.end;
          }
          expect(text.slice(last).trim()).toBe('');
          expect(Math.max(0, ...(await countTokens(texts(passages))))).toBeLessThanOrEqual(maxTokens);
        },
      ),
    );
  });
});
