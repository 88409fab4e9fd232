import { join } from 'node:path';
import { extractText, stopIdleParsers } from '#documents';
import { estimateTokens, sentences } from '#language';
import { chunkText, citeAnswer } from '#retrieval';
import type { ExtractedText, Passage } from '#contracts';

const samples = join(__dirname, '../../../samples');

/** The page on which an offset lies, straight from the parser's map. */
function pageOf({ pages }: ExtractedText, offset: number): number | null {
  return pages.findLast(({ start }) => start <= offset)?.page ?? pages[0]?.page ?? null;
}

/** The last heading above an offset, straight from the parser's map. */
function headingAbove({ headings }: ExtractedText, offset: number): string {
  return headings.findLast(({ start }) => start <= offset)?.text.trim() ?? '';
}

function isHeading({ headings }: ExtractedText, quote: string): boolean {
  return headings.some(({ text }) => text.trim() === quote);
}

async function passagesOf(text: ExtractedText, documentName: string): Promise<Passage[]> {
  const drafts = await chunkText(text, {
    maxTokens: 120,
    countTokens: (texts) => Promise.resolve(texts.map(estimateTokens)),
  });
  return drafts.map((draft, id) => ({ ...draft, id, documentId: 'd', documentName, version: 1 }));
}

describe('a citation of any sentence of a document', () => {
  afterAll(() => stopIdleParsers());

  it.each([
    ['travel-and-expenses.pdf', 2],
    ['it-equipment-ja.docx', 0],
    ['work-rules-ja.html', 0],
    ['security-policy.md', 0],
  ])('names the page and heading where it stands: %s', async (name, pages) => {
    const text = await extractText({ path: join(samples, name), name });
    expect(text.pages.length >= pages && (pages > 0 || text.pages.length === 0)).toBe(true);
    let cited = 0;
    for (const passage of await passagesOf(text, name)) {
      for (const { start, end } of sentences(passage.text)) {
        const answer = `${passage.text.slice(start, end)} [1]`;
        for (const citation of citeAnswer({ answer, sources: [{ n: 1, passage }] }).citations) {
          cited++;
          expect(citation.quote).toBe(text.text.slice(citation.start, citation.end));
          expect(citation.page).toBe(pageOf(text, citation.start));
          const path = citation.heading.split(' > ');
          const heading = headingAbove(text, citation.start);
          // A heading right above another one belongs to the section of both.
          const named = isHeading(text, citation.quote) ? path : path.slice(-1);
          expect({ quote: citation.quote, named }).toEqual({
            quote: citation.quote,
            named: expect.arrayContaining(heading === '' ? [] : [heading]),
          });
        }
      }
    }
    expect(cited).toBeGreaterThan(20);
  });
});
