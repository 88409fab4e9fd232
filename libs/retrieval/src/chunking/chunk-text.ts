import type { ExtractedText, PassageDraft } from '#contracts';
import { mergeUnits } from './merge-units.js';
import { sections } from './sections.js';
import { countAll, unitsOf, type CountTokens, type Unit } from './units.js';

/** Smallest limit that every character fits into, whatever it is. */
const SMALLEST_LIMIT = 16;

/** How {@link chunkText} cuts. */
export interface ChunkOptions {
  /** Most tokens of a passage, at least 16; 400 by default, so that several fit into Phi-3's 4,096. */
  maxTokens?: number;
  /** Tokens of each text, by the tokenizer of the model that will read the passages. */
  countTokens: CountTokens;
}

/**
 * Cuts a document into passages for retrieval. Every passage has at most `maxTokens` tokens by `countTokens`, is an
 * exact, trimmed slice of the text, and lies in one section; everything but white space is in exactly one passage.
 * Every sentence in it begins on the passage's page, so that a citation of any of them can name that page.
 */
export async function chunkText(extracted: ExtractedText, options: ChunkOptions): Promise<PassageDraft[]> {
  const { maxTokens = 400, countTokens } = options;
  if (maxTokens < SMALLEST_LIMIT) {
    throw new RangeError(`A passage must be allowed at least ${SMALLEST_LIMIT} tokens, not ${maxTokens}.`);
  }
  const { text, pages } = extracted;
  const units = await unitsOf(text, sections(extracted), pages, maxTokens, countTokens);
  const groups = await verified(text, mergeUnits(text, units, maxTokens), maxTokens, countTokens);
  return groups.map((group, ordinal) => {
    const first = group[0]!;
    const start = first.start;
    const end = group.at(-1)!.end;
    return {
      ordinal,
      start,
      end,
      text: text.slice(start, end),
      page: first.page,
      heading: first.section.path.join(' > '),
    };
  });
}

/**
 * Counts the merged passages. Tokenizers do not promise that a text has at most as many tokens as its parts, so a
 * group that has too many after all falls apart into its units, which were counted one by one.
 */
async function verified(
  text: string,
  groups: Unit[][],
  maxTokens: number,
  countTokens: CountTokens,
): Promise<Unit[][]> {
  const merged = groups.filter((group) => group.length > 1);
  const counts = await countAll(
    merged.map((group) => text.slice(group[0]!.start, group.at(-1)!.end)),
    countTokens,
  );
  const tooLong = new Set(merged.filter((_, index) => counts[index]! > maxTokens));
  return groups.flatMap((group) => (tooLong.has(group) ? group.map((unit) => [unit]) : [group]));
}
