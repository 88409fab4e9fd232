import type { SearchFilter } from '#client';
import { z } from 'zod';

const day = z.iso.date();

/** Parameters that confine a tool to some documents. */
export const filterShape = {
  collection: z
    .string()
    .optional()
    .describe('Collection to look in, from list_collections; "default" if left out'),
  tags: z.array(z.string()).min(1).optional().describe('Only documents that have all these tags'),
  documents: z.array(z.string()).min(1).optional().describe('Only these documents, by name or id'),
  heading: z.string().optional().describe('Only passages under a heading that begins like this'),
  from: day.optional().describe('Only documents dated from this day on (YYYY-MM-DD)'),
  to: day.optional().describe('Only documents dated up to this day (YYYY-MM-DD)'),
  source_url: z.string().optional().describe('Only documents whose source address begins like this'),
};

/** The filter that the parameters make; undefined when they confine nothing. */
export function filterOf(input: SearchFilter): SearchFilter | undefined {
  const { tags, documents, heading, from, to, source_url } = input;
  const given = Object.entries({ tags, documents, heading, from, to, source_url }).filter(
    ([, value]) => value !== undefined,
  );
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}
