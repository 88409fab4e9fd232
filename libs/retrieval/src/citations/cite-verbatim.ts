import { estimateTokens, sentences } from '#language';
import { write } from './markers.js';

/** Shorter sentences ("Yes, it is.") may stand in a source by chance. In tokens, about. */
const MIN_TOKENS = 8;
const BULLET = /^[-*•・]\s+/;

/** A sentence that one source alone has word for word, and where. */
export interface VerbatimCitation {
  number: number;
  /** Offsets in the source's text. */
  start: number;
  end: number;
}

/**
 * Adds markers to an answer that has none, only where it can be proved: after each sentence that stands, word for
 * word, in exactly one source.
 */
export function citeVerbatim(
  answer: string,
  sources: readonly { n: number; text: string }[],
): { answer: string; found: VerbatimCitation[] } {
  const found: VerbatimCitation[] = [];
  let marked = '';
  let last = 0;
  for (const span of sentences(answer)) {
    const sentence = answer.slice(span.start, span.end).replace(BULLET, '');
    if (estimateTokens(sentence) < MIN_TOKENS) continue;
    const holders = sources.filter(({ text }) => text.includes(sentence));
    if (holders.length !== 1) continue;
    const { n: number, text } = holders[0]!;
    const start = text.indexOf(sentence);
    found.push({ number, start, end: start + sentence.length });
    const space = /[!-~]$/.test(sentence) ? ' ' : '';
    marked += answer.slice(last, span.end) + space + write([number]);
    last = span.end;
  }
  return { answer: marked + answer.slice(last), found };
}
