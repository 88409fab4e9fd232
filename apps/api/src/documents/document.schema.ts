import { documentStatuses, errorCodes, ingestStages, progressUnits, type DocumentView } from '#contracts';
import { z } from 'zod';
import { errorInfoSchema } from '../http/error-info.schema.js';

/** The shapes of a document for the API's description, kept in step with the contract by `satisfies`. */

export const documentViewSchema = z.object({
  id: z.uuid(),
  collection: z.string(),
  name: z.string(),
  status: z.enum(documentStatuses),
  version: z.int().describe('The newest version uploaded, starting at 1'),
  ready_version: z
    .int()
    .nullable()
    .describe('The version that search and answers use; null until one is ready'),
  sha256: z.string(),
  size: z.int().describe('Bytes'),
  media_type: z
    .string()
    .nullable()
    .describe('What the bytes are, whatever the name says; null until they are read'),
  tags: z.array(z.string()),
  date: z.iso.date().nullable().describe('The day that the document is of'),
  source_url: z.string().nullable().describe('Where the document comes from'),
  sync_source: z.string().nullable().describe('The synced folder that the document belongs to'),
  pages: z.int().nullable(),
  passages: z.int().nullable(),
  unread_pictures: z
    .int()
    .nullable()
    .describe(
      'Pictures, and pages that may be some, passed over because Tesseract (for pages also poppler) was missing where the document was read. Once it is installed, `kotae doctor --repair` has the document read again',
    ),
  progress: z
    .object({
      stage: z.enum(ingestStages),
      done: z.number(),
      total: z.number().nullable(),
      unit: z.enum(progressUnits).nullable().describe('What `done` and `total` count'),
    })
    .nullable(),
  error: errorInfoSchema.nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  unchanged: z
    .boolean()
    .optional()
    .describe('In the answer to an upload: true when the newest version had these very bytes'),
  links: z.object({ self: z.string(), events: z.string(), text: z.string(), content: z.string() }),
}) satisfies z.ZodType<DocumentView>;

/** The events of a document's stream by their names. */
export const documentEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('status'), data: documentViewSchema }),
  z.object({ type: z.literal('done'), data: documentViewSchema }),
  z.object({ type: z.literal('error'), data: errorInfoSchema }),
]);

/** A file of a multipart upload that could not be taken; the others were. */
const fileErrorSchema = z.object({
  file: z.string().nullable().describe('The file’s name as it was sent'),
  code: z.enum(errorCodes),
  message: z.string(),
});
export type FileError = z.infer<typeof fileErrorSchema>;

export const uploadViewSchema = z.object({
  documents: z.array(documentViewSchema),
  errors: z.array(fileErrorSchema),
});

export const textRangeSchema = z.object({
  text: z.string(),
  start: z.int(),
  end: z.int(),
  length: z.int().describe('Length of the whole text in UTF-16 code units'),
  version: z.int(),
});
