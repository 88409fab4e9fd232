import { DomainError, type PageSpan, type Span } from '#contracts';
import { sentences } from '#language';
import { cutEvenly } from './cut-evenly.js';
import { pageAt } from './page-at.js';
import type { Section } from './sections.js';

/** Counts the tokens of each text; called with many texts at a time. */
export type CountTokens = (texts: string[]) => Promise<number[]>;

/** A sentence, or a part of an over-long one, that fits into a passage by itself. */
export interface Unit extends Span {
  tokens: number;
  section: Section;
  /** The page on which it begins. */
  page: number | null;
  /** Its sentence goes on in the next unit. */
  unfinished: boolean;
}

/** Texts sent to the tokenizer at once: few calls, and none that holds a whole book. */
const BATCH = 1000;
/** An over-long sentence is cut into parts that aim at this share of the limit, since parts differ in length. */
const FILL = 0.8;

/**
 * The sentences of the sections with their token counts. What exceeds `maxTokens` is cut until nothing does; every
 * round counts all its texts together.
 */
export async function unitsOf(
  text: string,
  sections: readonly Section[],
  pages: readonly PageSpan[],
  maxTokens: number,
  countTokens: CountTokens,
): Promise<Unit[]> {
  const drafts = sections.flatMap((section) =>
    sentences(text.slice(section.start, section.end)).map((sentence): Unit => {
      const start = section.start + sentence.start;
      const end = section.start + sentence.end;
      return { start, end, section, page: pageAt(pages, start), unfinished: false, tokens: 0 };
    }),
  );
  let units = await counted(text, drafts, countTokens);
  while (units.some(({ tokens }) => tokens > maxTokens)) {
    const parts = units.map((unit) =>
      unit.tokens > maxTokens ? partsOf(text, unit, pages, maxTokens) : [unit],
    );
    const recounted = await counted(
      text,
      parts.flatMap((each) => (each.length > 1 ? each : [])),
      countTokens,
    );
    let next = 0;
    units = parts.flatMap((each) => (each.length > 1 ? each.map(() => recounted[next++]!) : each));
  }
  return units;
}

/** Tokens of each text, asked for in batches. */
export async function countAll(texts: readonly string[], countTokens: CountTokens): Promise<number[]> {
  const counts: number[] = [];
  for (let start = 0; start < texts.length; start += BATCH) {
    counts.push(...(await countTokens(texts.slice(start, start + BATCH))));
  }
  return counts;
}

async function counted(text: string, units: readonly Unit[], countTokens: CountTokens): Promise<Unit[]> {
  const counts = await countAll(
    units.map(({ start, end }) => text.slice(start, end)),
    countTokens,
  );
  return units.map((unit, index) => ({ ...unit, tokens: counts[index]! }));
}

function partsOf(text: string, unit: Unit, pages: readonly PageSpan[], maxTokens: number): Unit[] {
  const spans = cutEvenly(text, unit, Math.ceil(unit.tokens / (maxTokens * FILL)));
  if (spans.length < 2) {
    throw new DomainError(
      'internal_error',
      `A single character takes ${unit.tokens} tokens, more than the ${maxTokens} that a passage may have.`,
    );
  }
  return spans.map((span, index) => ({
    ...unit,
    ...span,
    page: pageAt(pages, span.start),
    unfinished: unit.unfinished || index < spans.length - 1,
  }));
}
