import type { ExtractedText, Span } from '#contracts';
import { cleanText } from '../text/clean-text.js';

/**
 * Whether a text keeps the promises of {@link ExtractedText}: clean, spans inside it and in order, headings that
 * stand where they say. The text comes from a process that reads hostile files, so it is not taken on trust.
 */
export function isSound({ text, pages, headings }: ExtractedText): boolean {
  return (
    cleanText(text) === text &&
    [...pages, ...headings].every((span) => span.start <= span.end && span.end <= text.length) &&
    inOrder(pages) &&
    pages.every((page, i) => page.page > (pages[i - 1]?.page ?? 0)) &&
    inOrder(headings) &&
    headings.every((heading) => heading.text === text.slice(heading.start, heading.end))
  );
}

function inOrder(spans: Span[]): boolean {
  return spans.every((span, i) => span.start >= (spans[i - 1]?.end ?? 0));
}
