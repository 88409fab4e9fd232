import type { Passage } from '#contracts';
import type { PromptSource } from '#llm';
import { toPromptSource } from '../pack-sources.js';
import type { PartialAnswer } from './ask-parts.js';

/** A passage of which parts were quoted, under its number in the last prompt. */
export interface QuotedPassage {
  n: number;
  passage: Passage;
  /** What the model sees of it: its quotes alone. */
  shown: PromptSource;
}

/**
 * The passages that the partial answers quote, in the order of the documents, each with its quotes in the order of its
 * text. The model reads the quotes; what it then says is verified against the whole passage.
 */
export function mergePartials(partials: readonly PartialAnswer[]): QuotedPassage[] {
  const quotes = new Map<Passage, Map<number, string>>();
  for (const { passage, start, quote } of partials.flatMap((partial) => partial.quotes)) {
    const ofPassage = quotes.get(passage) ?? new Map<number, string>();
    quotes.set(passage, ofPassage.set(start, quote));
  }
  return [...quotes]
    .sort(([one], [other]) => order(partials, one) - order(partials, other) || one.ordinal - other.ordinal)
    .map(([passage, found], place) => {
      const text = [...found].sort(([one], [other]) => one - other).map(([, quote]) => quote);
      const shown = toPromptSource({ ...passage, text: text.join('\n') }, place + 1);
      return { n: place + 1, passage, shown };
    });
}

/** The part that a passage is in. */
function order(partials: readonly PartialAnswer[], passage: Passage): number {
  return partials.findIndex(({ quotes }) => quotes.some((quote) => quote.passage === passage));
}
