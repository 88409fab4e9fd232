import { sentences, terms } from '#language';
import type { PromptSource } from '../generator.js';
import { cutLongText } from './cut-long-text.js';

/** A sentence that may be quoted, and the words by which it may fit a question. */
export interface Evidence {
  /** Number of the source that it stands in. */
  n: number;
  /** Verbatim. */
  text: string;
  /** Terms of the sentence itself. */
  terms: ReadonlySet<string>;
  /** Terms of the headings and questions right above it, which say what it is about. */
  context: ReadonlySet<string>;
  /** Terms of its whole source, title included. */
  source: ReadonlySet<string>;
}

/** Longest quotation, in UTF-16 code units. */
const LONGEST_QUOTE = 400;
/** Longest line without an end that is taken for a title. */
const LONGEST_TITLE = 60;

const HEADING = /^#{1,6}\s/;
const QUESTION = /[?？]["'」』”’）)]*$/;
const ANNOUNCEMENT = /[:：]$/;
const STATEMENT_END = /[.!。．｡！;；]["'」』”’）)\]*_]*$/;
const LIST_ITEM = /^[-*+・•|]/;
/** "2.1 ", "(3) ", "第4章 ": numbering, which says nothing by itself. */
const NUMBERING = /^[(（]?(?:第?[\d０-９一二三四五六七八九十]+[章節条編項部]?[.．)）、]?)+\s*/;

type Kind = 'heading' | 'title' | 'statement';

/**
 * The sentences of the sources that may be quoted, in order: statements, and not the headings, titles and questions
 * (of an FAQ) above them, which would match a question best and answer nothing.
 */
export function collectEvidence(sources: PromptSource[]): Evidence[] {
  return sources.flatMap(evidenceOf);
}

function evidenceOf({ n, title, text }: PromptSource): Evidence[] {
  const lines = sentences(text).map(({ start, end }) => text.slice(start, end));
  const kinds = lines.map((line) => kindOf(line, title));
  const source = new Set(terms(title));
  const found: Evidence[] = [];
  let context = new Set<string>();
  let inContext = false;
  lines.forEach((line, index) => {
    // Titles one after another are a list, and one at the end announces nothing.
    const stands = kinds[index] === 'title' && (kinds[index + 1] ?? 'title') === 'title';
    if (kinds[index] === 'statement' || stands) {
      inContext = false;
      for (const piece of cutLongText(line, LONGEST_QUOTE)) {
        found.push({ n, text: piece, terms: addTerms(piece, source), context, source });
      }
      return;
    }
    // After statements a new section begins; a heading right below another refines it.
    if (!inContext) context = new Set();
    for (const term of addTerms(line, source)) context.add(term);
    inContext = true;
  });
  return found;
}

/** The text's terms, which go to the source's as well. */
function addTerms(text: string, source: Set<string>): Set<string> {
  const own = new Set(terms(text));
  for (const term of own) source.add(term);
  return own;
}

/** @param title of the source: its heading path names the headings that stand in the text as well */
function kindOf(line: string, title: string): Kind {
  if (title.includes(line) || HEADING.test(line) || QUESTION.test(line)) return 'heading';
  if (ANNOUNCEMENT.test(line)) return 'title';
  if (line.length > LONGEST_TITLE || STATEMENT_END.test(line) || LIST_ITEM.test(line)) return 'statement';
  return /\d/.test(line.replace(NUMBERING, '')) ? 'statement' : 'title';
}
