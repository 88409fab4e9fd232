import { documentMetadataSchema, MAX_TAGS, tagSchema, type DocumentMetadata } from '#contracts';
import { z } from 'zod';
import { invalidBy } from '../http/detailed-error.js';

/** In a query or form a list is a name that occurs several times; with one value nobody can tell it from a text. */
export const repeatedTags = z.preprocess(
  (sent) => (typeof sent === 'string' ? [sent] : sent),
  z.array(tagSchema).max(MAX_TAGS),
);

/** Query of an upload: what the document is to be filtered by. */
export const metadataQuerySchema = documentMetadataSchema.extend({
  tags: repeatedTags.optional().describe('A label to filter by; repeat the parameter for several'),
});

/** Body of a change: at least one thing must be given. */
export const metadataBodySchema = documentMetadataSchema.refine((body) => Object.keys(body).length > 0, {
  message: 'give at least one of tags, date, source_url and sync_source',
});

/** Fields of a multipart form that are metadata of all its files; others are no business of ours. */
export const METADATA_FIELDS: readonly string[] = Object.keys(documentMetadataSchema.shape);

/** Reads the metadata fields of a form. @throws DomainError `invalid_request`. */
export function metadataOfForm(
  fields: readonly (readonly [name: string, value: string])[],
): DocumentMetadata {
  const sent: Record<string, string[]> = {};
  for (const [name, value] of fields) (sent[name] ??= []).push(value);
  const single = Object.fromEntries(
    Object.entries(sent).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );
  const parsed = metadataQuerySchema.safeParse(single);
  if (!parsed.success) throw invalidBy(parsed.error, 'form');
  return parsed.data;
}
