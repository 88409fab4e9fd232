import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { invalidBy } from './detailed-error.js';

/** The query string, validated by a strict schema, so that a misspelt parameter is an error and not ignored. */
export const QueryParams = createParamDecorator((schema: z.ZodType, context: ExecutionContext): unknown => {
  const parsed = schema.safeParse({ ...context.switchToHttp().getRequest<Request>().query });
  if (!parsed.success) throw invalidBy(parsed.error, 'query');
  return parsed.data;
});

/** One parameter of the path, validated. */
export const PathParam = createParamDecorator(
  ({ name, schema }: { name: string; schema: z.ZodType }, context: ExecutionContext): unknown => {
    const parsed = z
      .object({ [name]: schema })
      .safeParse(context.switchToHttp().getRequest<Request>().params);
    if (!parsed.success) throw invalidBy(parsed.error, 'path');
    return parsed.data[name];
  },
);

/** The path's `:id`. */
export const idParam = { name: 'id', schema: z.uuid() };

const limit = z.coerce.number().int().min(1).max(200).default(50);
const cursor = z.string().min(1).max(1000).optional();

/** Query of every list. */
export const pageQuerySchema = z.strictObject({
  limit: limit.describe('Items on a page'),
  cursor: cursor.describe('`next_cursor` of the page before'),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;
