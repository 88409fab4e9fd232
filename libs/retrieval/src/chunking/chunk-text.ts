import type { ExtractedText, PassageDraft } from '#contracts';
import { chunkPieces } from './chunk-pieces.js';
import type { ChunkOptions } from './cut-units.js';

/** Smallest limit that every character fits into, whatever it is. */
const SMALLEST_LIMIT = 16;

/**
 * Cuts a document into passages for retrieval. Every passage has at most `maxTokens` tokens by `countTokens`, is an
 * exact, trimmed slice of the text, and lies in one section; everything but white space is in exactly one passage.
 * Every sentence in it begins on the passage's page, so that a citation of any of them can name that page.
 */
export async function chunkText(extracted: ExtractedText, options: ChunkOptions): Promise<PassageDraft[]> {
  const { maxTokens } = options;
  if (maxTokens !== undefined && maxTokens < SMALLEST_LIMIT) {
    throw new RangeError(`A passage must be allowed at least ${SMALLEST_LIMIT} tokens, not ${maxTokens}.`);
  }
  const passages: PassageDraft[] = [];
  const whole = { start: 0, ...extracted };
  for await (const batch of chunkPieces([whole], { ...options, window: Infinity })) passages.push(...batch);
  return passages;
}
