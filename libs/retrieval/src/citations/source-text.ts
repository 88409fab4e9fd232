import type { Passage, Span } from '#contracts';
import { detectLanguage, sentences, terms, type Language } from '#language';
import { textFacts, type TextFacts } from '../facts/facts.js';

/** A source as claims are held against it: its sentences, read once for all claims. */
export interface SourceText {
  text: string;
  language: Language;
  sentences: SourceSentence[];
  /** Terms of the whole text, of its headings and of its document's name. */
  terms: ReadonlySet<string>;
  /** Terms of the headings and the document's name alone. */
  about: ReadonlySet<string>;
}

/** Offsets are those of the source's text. */
export interface SourceSentence extends Span {
  terms: ReadonlySet<string>;
  facts: TextFacts;
}

/** Reads a passage. */
export function readSource({ text, heading, documentName, places = [] }: Passage): SourceText {
  const headings = [heading, ...places.map((place) => place.heading)];
  const about = new Set(terms([documentName, ...headings].join('\n')));
  const read = sentences(text).map(({ start, end }) => {
    const sentence = text.slice(start, end);
    return { start, end, terms: new Set(terms(sentence)), facts: textFacts(sentence) };
  });
  return {
    text,
    language: detectLanguage(text),
    sentences: read,
    terms: new Set([...about, ...read.flatMap((each) => [...each.terms])]),
    about,
  };
}
