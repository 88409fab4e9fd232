import { documentStatuses } from '#contracts';
import { z } from 'zod';
import { pageQuerySchema } from '../http/params.decorator.js';

export const documentListQuerySchema = pageQuerySchema.extend({
  status: z.enum(documentStatuses).optional(),
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
