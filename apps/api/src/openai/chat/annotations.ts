import type { Citation } from '#contracts';
import { z } from 'zod';

/**
 * A citation in the shape of OpenAI's file search, with what makes it checkable: `quote` is exactly that slice of the
 * document version's text.
 */
export const annotationSchema = z.object({
  type: z.literal('file_citation'),
  index: z.int().describe('Where the marker stands in the answer, in UTF-16 code units'),
  file_id: z.string().describe('The document’s id'),
  filename: z.string().describe('The document’s name'),
  marker: z.int(),
  version: z.int(),
  page: z.int().nullable(),
  heading: z.string(),
  start: z.int(),
  end: z.int(),
  quote: z.string(),
  supported: z.boolean().describe('False when the quote does not bear the claim'),
});
export type Annotation = z.infer<typeof annotationSchema>;

/** The citations at the places of their markers in a text. */
export function annotate(text: string, citations: Citation[]): Annotation[] {
  const places = [...text.matchAll(/\[(\d{1,3})\]/g)];
  const seen = new Map<number, number>();
  return citations.map(
    ({ marker, document_id, document, version, page, heading, start, end, quote, supported }) => {
      const of = places.filter(([, written]) => Number(written) === marker);
      const nth = seen.get(marker) ?? 0;
      seen.set(marker, nth + 1);
      const index = (of[nth] ?? of.at(-1))?.index ?? text.length;
      return {
        type: 'file_citation',
        index,
        file_id: document_id,
        filename: document,
        marker,
        version,
        page,
        heading,
        start,
        end,
        quote,
        supported,
      };
    },
  );
}
