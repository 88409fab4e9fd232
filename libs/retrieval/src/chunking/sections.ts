import type { ExtractedText, HeadingSpan, Span } from '#contracts';
import { isBlank } from './trim-span.js';

/** A part of a document that no passage may reach across, with the path of its headings, outermost first. */
export interface Section extends Span {
  path: string[];
  /** Where the text below its heading (or headings) begins. */
  bodyStart: number;
}

/**
 * Divides a text at its headings. A section begins with its own heading's line, so that passages cover the whole
 * text; one that has nothing below its heading ("# Handbook" right above "## Leave") joins the next.
 */
export function sections(extracted: ExtractedText): Section[] {
  const { text } = extracted;
  const headings = extracted.headings.toSorted((a, b) => a.start - b.start);
  const found: Section[] = [{ start: 0, end: headings[0]?.start ?? text.length, path: [], bodyStart: 0 }];
  const open: HeadingSpan[] = [];
  let start: number | null = null;
  for (const [index, heading] of headings.entries()) {
    while (open.length > 0 && open.at(-1)!.level >= heading.level) open.pop();
    open.push(heading);
    const end = headings[index + 1]?.start ?? text.length;
    start ??= heading.start;
    if (end < text.length && isBlank(text, heading.end, end)) continue;
    const path = open.map((each) => each.text.trim()).filter((each) => each !== '');
    found.push({ start, end, path, bodyStart: heading.end });
    start = null;
  }
  return found.filter((section) => !isBlank(text, section.start, section.end));
}
