import type { ExtractedText, PassageDraft, TextPiece } from '#contracts';
import { estimateTokens } from '#language';
import * as fc from 'fast-check';
import { chunkPieces } from './chunk-pieces.js';
import { chunkText } from './chunk-text.js';

const countTokens = (texts: string[]): Promise<number[]> => Promise.resolve(texts.map(estimateTokens));

/** A text of sections, pages and paragraphs as real ones have. */
function document(parts: { heading: boolean; newPage: boolean; sentences: number[] }[]): ExtractedText {
  let text = '';
  const pages: ExtractedText['pages'] = [];
  const headings: ExtractedText['headings'] = [];
  parts.forEach(({ heading, newPage, sentences }, i) => {
    if (newPage || i === 0) pages.push({ page: pages.length + 1, start: text.length, end: text.length });
    if (heading) {
      const title = `Part ${i}`;
      headings.push({ level: 1 + (i % 3), start: text.length, end: text.length + title.length, text: title });
      text += `${title}\n\n`;
    }
    for (const sentence of sentences) {
      text += `Rule ${sentence} says that nobody may do it twice.${sentence % 5 === 0 ? '\n\n' : ' '}`;
      if (sentence % 7 === 0) text += '規程の第三条による。';
    }
    text += '\n\n';
    pages.at(-1)!.end = text.length;
  });
  return { mediaType: 'text/plain', title: null, text, pages, headings };
}

/** The document in pieces of about the given length. */
function* cut({ text, pages, headings }: ExtractedText, length: number): Generator<TextPiece> {
  for (let start = 0; start < text.length;) {
    let end = start + length;
    for (const heading of headings) if (heading.start < end && heading.end > end) end = heading.end;
    const within = (span: { start: number }) => span.start >= start && span.start < end;
    yield {
      start,
      text: text.slice(start, end),
      pages: pages.filter(within),
      headings: headings.filter(within),
    };
    start = end;
  }
}

async function all(batches: AsyncIterable<PassageDraft[]>): Promise<PassageDraft[]> {
  const passages: PassageDraft[] = [];
  for await (const batch of batches) passages.push(...batch);
  return passages;
}

describe('chunkPieces', () => {
  it('makes the passages that cutting the whole text makes, whatever the pieces and the window', async () => {
    const part = fc.record({
      heading: fc.boolean(),
      newPage: fc.boolean(),
      sentences: fc.array(fc.nat(10_000), { maxLength: 120 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 50, max: 3000 }),
        fc.integer({ min: 1500, max: 6000 }),
        async (parts, length, window) => {
          const extracted = document(parts);
          const options = { maxTokens: 60, countTokens };
          expect(await all(chunkPieces(cut(extracted, length), { ...options, window }))).toEqual(
            await chunkText(extracted, options),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('holds little of a text without sentences, and covers it all', async () => {
    const extracted = document([]);
    extracted.text = 'x'.repeat(200_000);
    const passages = await all(
      chunkPieces(cut(extracted, 1000), { maxTokens: 60, countTokens, window: 2000 }),
    );
    expect(passages.map(({ text }) => text).join('')).toBe(extracted.text);
    for (const { start, end, text } of passages) expect(text).toBe(extracted.text.slice(start, end));
  });

  it('moves few passages when a sentence is added to a long text without headings', async () => {
    const sentences = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 10_007);
    const before = document([{ heading: false, newPage: false, sentences }]);
    const after = document([
      { heading: false, newPage: false, sentences: sentences.toSpliced(700, 0, 99_999) },
    ]);
    const options = { maxTokens: 100, countTokens };
    const known = new Set((await chunkText(before, options)).map(({ text }) => text));
    const changed = (await chunkText(after, options)).filter(({ text }) => !known.has(text));
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThanOrEqual(12);
  });
});
