import type { ExtractedText, HeadingSpan, Span } from '#contracts';
import { isBlank } from './trim-span.js';

/** A part of a document that no passage may reach across, with the path of its headings, outermost first. */
export interface Section extends Span {
  path: string[];
  /** Where the text below its heading (or headings) begins. */
  bodyStart: number;
  /** Headings that are open before it, and in it, outermost first. */
  before: HeadingSpan[];
  open: HeadingSpan[];
}

/**
 * Divides a text at its headings. A section begins with its own heading's line, so that passages cover the whole
 * text; one that has nothing below its heading ("# Handbook" right above "## Leave") joins the next.
 *
 * @param inherited - headings that are open where the text begins, when it is the rest of a longer one.
 */
export function sections(
  extracted: Pick<ExtractedText, 'text' | 'headings'>,
  inherited: HeadingSpan[] = [],
): Section[] {
  const { text } = extracted;
  const headings = extracted.headings.toSorted((a, b) => a.start - b.start);
  const found: Section[] = [
    {
      start: 0,
      end: headings[0]?.start ?? text.length,
      path: pathOf(inherited),
      bodyStart: 0,
      before: inherited,
      open: inherited,
    },
  ];
  const open = [...inherited];
  let begun: { start: number; before: HeadingSpan[] } | null = null;
  for (const [index, heading] of headings.entries()) {
    begun ??= { start: heading.start, before: [...open] };
    while (open.length > 0 && open.at(-1)!.level >= heading.level) open.pop();
    open.push(heading);
    const end = headings[index + 1]?.start ?? text.length;
    if (end < text.length && isBlank(text, heading.end, end)) continue;
    found.push({ ...begun, end, path: pathOf(open), bodyStart: heading.end, open: [...open] });
    begun = null;
  }
  return found.filter((section) => !isBlank(text, section.start, section.end));
}

function pathOf(open: readonly HeadingSpan[]): string[] {
  return open.map((each) => each.text.trim()).filter((each) => each !== '');
}
