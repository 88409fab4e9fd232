import { z } from 'zod';
import { daySchema, MAX_TAGS, tagSchema } from './document-metadata.js';

/**
 * Which passages a search may return: those for which every condition holds. An empty filter lets everything through;
 * one that names only unknown documents or tags lets nothing through, which is no error.
 */
export const searchFilterSchema = z
  .strictObject({
    documents: z
      .array(z.string().normalize('NFC').trim().min(1).max(255))
      .min(1)
      .max(1000)
      .optional()
      .describe('Ids or names of documents, one of which it must be'),
    heading: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .describe('How one of the headings above the passage begins; upper and lower case are the same'),
    tags: z
      .array(tagSchema)
      .min(1)
      .max(MAX_TAGS)
      .optional()
      .describe('Tags, all of which the document must have'),
    from: daySchema.optional().describe('First day of the document’s date; documents without one are out'),
    to: daySchema.optional().describe('Last day of the document’s date, that day included'),
    source_url: z
      .string()
      .trim()
      .min(1)
      .max(2000)
      .optional()
      .describe('How the address that the document comes from begins; documents without one are out'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    message: 'is before `from`',
    path: ['to'],
  });
export type SearchFilter = z.infer<typeof searchFilterSchema>;
