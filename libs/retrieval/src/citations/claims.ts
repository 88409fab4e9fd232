import type { Span } from '#contracts';
import { sentences, terms } from '#language';
import type { Mark, MarkedAnswer } from './markers.js';

/** Words that a text must have to be a claim by itself; "According to [1], …" has one before its marker. */
const MIN_WORDS = 2;

/**
 * What each mark of an answer stands behind, in the marks' order: the part of its sentence that it closes, or the
 * sentence before it when it stands after the full stop, or the one after it when it opens a line.
 */
export function claimsOf({ answer, marks }: MarkedAnswer): string[] {
  const text = withoutMarks(answer, marks);
  const spans = sentences(text);
  return marks.map((mark, index) => {
    const sentence = sentenceOf(text, mark, spans);
    if (sentence === undefined) return text;
    const previous = marks[index - 1]?.end ?? 0;
    const clause = text.slice(Math.max(sentence.start, previous), Math.min(sentence.end, mark.start));
    if (saysSomething(clause)) return clean(clause);
    const whole = text.slice(sentence.start, sentence.end);
    return clean(saysSomething(whole) ? whole : text);
  });
}

/** The sentences of an answer that say something, without their markers. */
export function statementsOf({ answer, marks }: MarkedAnswer): string[] {
  const text = withoutMarks(answer, marks);
  return sentences(text)
    .map(({ start, end }) => clean(text.slice(start, end)))
    .filter((sentence) => terms(sentence).length > 0);
}

/** The answer with spaces in place of its markers, so that all offsets stay. */
function withoutMarks(answer: string, marks: readonly Mark[]): string {
  let text = '';
  let last = 0;
  for (const { start, end } of marks) {
    text += answer.slice(last, start) + ' '.repeat(end - start);
    last = end;
  }
  return text + answer.slice(last);
}

function sentenceOf(text: string, mark: Mark, spans: readonly Span[]): Span | undefined {
  const lineStart = text.lastIndexOf('\n', mark.start - 1) + 1;
  const lineEnd = text.indexOf('\n', mark.end);
  const next = spans.find(({ start }) => start >= mark.end);
  const opensLine = text.slice(lineStart, mark.start).trim() === '';
  if (opensLine && next !== undefined && (lineEnd < 0 || next.start < lineEnd)) return next;
  return spans.findLast(({ start }) => start < mark.start) ?? next;
}

function saysSomething(text: string): boolean {
  const words = terms(text).filter((term) => !/[~*]/.test(term));
  return new Set(words).size >= MIN_WORDS;
}

/** Without the number or bullet of a list, which is no part of what is claimed. */
function clean(claim: string): string {
  return claim.trim().replace(/^(?:[-*・•]|\(?\d{1,2}[.)）])\s+/, '');
}
