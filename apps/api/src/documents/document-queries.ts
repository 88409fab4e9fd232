import { documentStatuses, searchFilterSchema } from '#contracts';
import { z } from 'zod';
import { pageQuerySchema } from '../http/params.decorator.js';
import { repeatedTags } from './metadata.js';

const { from, to, source_url } = searchFilterSchema.shape;

export const documentListQuerySchema = pageQuerySchema.extend({
  status: z.enum(documentStatuses).optional(),
  tags: repeatedTags.optional().describe('A tag that they must have; repeat the parameter for several'),
  from,
  to,
  source_url,
});
export type DocumentListQuery = z.infer<typeof documentListQuerySchema>;

const whole = z.coerce.number().int().max(2_147_483_647);

/** A half-open range of UTF-16 offsets; without `version`, of the version that answers now. */
export const textQuerySchema = z.strictObject({
  start: whole.min(0).optional(),
  end: whole.min(0).optional(),
  version: whole.min(1).optional(),
});
export type TextQuery = z.infer<typeof textQuerySchema>;
