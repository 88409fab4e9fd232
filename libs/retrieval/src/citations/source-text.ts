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
export class SourceSentence implements Span {
  readonly terms: ReadonlySet<string>;
  private read: TextFacts | null = null;

  constructor(
    readonly start: number,
    readonly end: number,
    private readonly text: string,
    private readonly language: Language,
  ) {
    this.terms = new Set(terms(text));
  }

  /** Read when they are first asked for: most claims need them of a few sentences or of none. */
  get facts(): TextFacts {
    this.read ??= textFacts(this.text, this.language);
    return this.read;
  }
}

/** By passage: the same ones are asked for the support of the whole answer and for each of its citations. */
const texts = new WeakMap<Passage, SourceText>();

/** Reads a passage, once. */
export function readSource(passage: Passage): SourceText {
  const known = texts.get(passage);
  if (known !== undefined) return known;
  const { text, heading, documentName } = passage;
  const about = new Set(terms(`${documentName}\n${heading}`));
  const language = detectLanguage(text);
  const read = sentences(text).map(
    ({ start, end }) => new SourceSentence(start, end, text.slice(start, end), language),
  );
  const source = {
    text,
    language,
    sentences: read,
    terms: new Set([...about, ...read.flatMap((each) => [...each.terms])]),
    about,
  };
  texts.set(passage, source);
  return source;
}
