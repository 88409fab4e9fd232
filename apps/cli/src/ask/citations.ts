import type { Citation, Question, Source } from '#client';
import { createColors } from 'picocolors';
import { hasColours } from '../command/colours.js';
import type { CommandContext } from '../command/context.js';
import { oneLine } from '../command/printable.js';

/** Why a passage is not in the prompt, for people. */
const REASONS: Record<NonNullable<Source['reason']>, string> = {
  over_budget: 'no room',
  document_cap: 'enough of this document',
  near_duplicate: 'says the same as another one',
  deleted: 'deleted meanwhile',
  below_threshold: 'not near enough',
  part_limit: 'too many parts',
};

/** The quotes that an answer rests on, by their numbers in it. */
export function citationLines({ citations }: Question, { out, env }: CommandContext): string {
  const colours = createColors(hasColours(out, env));
  return citations
    .map((citation) => {
      const doubt = citation.supported ? '' : colours.yellow('  (does not bear the claim)');
      const quote = colours.dim(`    “${oneLine(citation.quote)}”`);
      return `\n${colours.cyan(`[${citation.marker}]`)} ${placeOf(citation)}${doubt}\n${quote}\n`;
    })
    .join('');
}

/** Every passage that was considered, with its number in the prompt or why it is not there. */
export function sourceLines({ sources }: Question, { out, env }: CommandContext): string {
  const colours = createColors(hasColours(out, env));
  const lines = sources.map((source) => {
    const state = source.included ? `[${source.n ?? '–'}]` : colours.dim('left out');
    const why = source.reason ? colours.dim(` (${REASONS[source.reason]})`) : '';
    return `${state} ${placeOf(source)}${why}`;
  });
  return lines.length > 0 ? `\n${colours.bold('Sources')}\n${lines.join('\n')}\n` : '';
}

/** `handbook.pdf, page 14, Travel > Booking`. */
export function placeOf({
  document,
  page,
  heading,
}: Pick<Citation, 'document' | 'page' | 'heading'>): string {
  return [document, page === null ? '' : `page ${page}`, heading].filter(Boolean).map(oneLine).join(', ');
}
