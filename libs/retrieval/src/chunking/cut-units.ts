import { mergeUnits } from './merge-units.js';
import { countAll, type CountTokens, type Unit } from './units.js';

/** How a text is cut into passages. */
export interface ChunkOptions {
  /** Most tokens of a passage, at least 16; 400 by default, so that several fit into Phi-3's 4,096. */
  maxTokens?: number;
  /** Tokens of each text, by the tokenizer of the model that will read the passages. */
  countTokens: CountTokens;
}

/**
 * Groups the units of each stretch into passages, and counts these. Tokenizers do not promise that a text has at most
 * as many tokens as its parts, so a group that has too many after all falls apart into its units, which were counted
 * one by one.
 */
export async function cutUnits(
  text: string,
  stretches: readonly Unit[][],
  { maxTokens = 400, countTokens }: ChunkOptions,
): Promise<Unit[][]> {
  const groups = stretches.flatMap((units) => mergeUnits(text, units, maxTokens));
  const merged = groups.filter((group) => group.length > 1);
  const counts = await countAll(
    merged.map((group) => text.slice(group[0]!.start, group.at(-1)!.end)),
    countTokens,
  );
  const tooLong = new Set(merged.filter((_, index) => counts[index]! > maxTokens));
  return groups.flatMap((group) => (tooLong.has(group) ? group.map((unit) => [unit]) : [group]));
}
