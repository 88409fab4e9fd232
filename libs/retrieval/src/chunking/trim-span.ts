import type { Span } from '#contracts';

const SPACE = /\s/;

/** The range without the white space at its ends; empty (start = end) when there is nothing else. */
export function trimSpan(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && SPACE.test(text.charAt(start))) start++;
  while (end > start && SPACE.test(text.charAt(end - 1))) end--;
  return { start, end };
}

/** Whether the range holds nothing but white space. */
export function isBlank(text: string, start: number, end: number): boolean {
  const trimmed = trimSpan(text, { start, end });
  return trimmed.start === trimmed.end;
}
