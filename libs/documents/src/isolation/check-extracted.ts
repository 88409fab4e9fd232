import type { ExtractedText, Span, TextFacts, TextPiece } from '#contracts';
import { factsOf } from '../pieces/cut-pieces.js';
import { cleanText } from '../text/clean-text.js';

/** Whether a text keeps its promises, all of it at once. */
export function isSound(extracted: ExtractedText): boolean {
  const { text, pages, headings } = extracted;
  const checker = new TextChecker();
  return checker.accepts({ start: 0, text, pages, headings }) && checker.confirms(factsOf(extracted));
}

/**
 * Whether a text keeps its promises while its pieces come: clean, in order and without a gap, spans in order and inside
 * the text, headings that stand where they say. It comes from a process that reads hostile files, so it is not taken
 * on trust.
 */
export class TextChecker {
  #length = 0;
  #page = 0;
  #pagesEnd = 0;
  #headingsEnd = 0;

  /** Whether the next piece fits those before it. */
  accepts({ start, text, pages, headings }: TextPiece): boolean {
    const end = start + text.length;
    const begins = (span: Span) => span.start >= start && span.start < end && span.start <= span.end;
    const sound =
      start === this.#length &&
      text !== '' &&
      cleanText(text) === text &&
      [...pages, ...headings].every(begins) &&
      pages.every((page) => this.#nextPage(page)) &&
      headings.every((heading) => {
        const follows = heading.start >= this.#headingsEnd;
        this.#headingsEnd = heading.end;
        return follows && heading.text === text.slice(heading.start - start, heading.end - start);
      });
    this.#length = end;
    return sound;
  }

  /** Whether this is what the pieces amount to. */
  confirms({ length, pages }: TextFacts): boolean {
    const ends = Math.max(this.#pagesEnd, this.#headingsEnd) <= length;
    return ends && length === this.#length && pages === (this.#page === 0 ? null : this.#page);
  }

  #nextPage({ page, start, end }: Span & { page: number }): boolean {
    const follows = start >= this.#pagesEnd && page > this.#page;
    this.#pagesEnd = end;
    this.#page = page;
    return follows;
  }
}
