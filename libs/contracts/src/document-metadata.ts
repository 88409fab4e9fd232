import { z } from 'zod';

/** A label of a document, compared exactly (case included). */
export const tagSchema = z.string().normalize('NFC').trim().min(1).max(64);

/** A day, `YYYY-MM-DD`; PostgreSQL knows no year 0. */
export const daySchema = z.iso
  .date('must be a day like 2026-04-01')
  .refine((day) => day >= '0001-01-01', 'the first year is 0001');

/** Most tags of a document. */
export const MAX_TAGS = 32;

/**
 * What people say about a document, beside what is in it. Filters use it, and changing it neither reads the document
 * again nor makes a version. What is absent stays as it is; null (for tags: an empty list) takes it away.
 */
export const documentMetadataSchema = z.strictObject({
  tags: z.array(tagSchema).max(MAX_TAGS).optional().describe('Labels to filter by, in place of all before'),
  date: daySchema.nullable().optional().describe('The day that the document is of, `YYYY-MM-DD`'),
  source_url: z
    .url({ protocol: /^https?$/, error: 'use an absolute http or https address' })
    .max(2000)
    .nullable()
    .optional()
    .describe('Where the document comes from'),
  sync_source: z
    .string()
    .normalize('NFC')
    .trim()
    .min(1)
    .max(500)
    .nullable()
    .optional()
    .describe('The synced folder that the document belongs to, which may replace and delete it'),
});
export type DocumentMetadata = z.infer<typeof documentMetadataSchema>;
