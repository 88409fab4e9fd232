import { collectionNameSchema } from '#contracts';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { invalidBy } from './detailed-error.js';

/** The query string, validated by a strict schema, so that a misspelt parameter is an error and not ignored. */
export const QueryParams = (schema: z.ZodType): ParameterDecorator =>
  createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
    const parsed = schema.safeParse({ ...context.switchToHttp().getRequest<Request>().query });
    if (!parsed.success) throw invalidBy(parsed.error, 'query');
    return parsed.data;
  })();

/** One parameter of the path, validated. */
export const PathParam = (name: string, schema: z.ZodType): ParameterDecorator =>
  createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
    const { params } = context.switchToHttp().getRequest<Request>();
    const parsed = z.object({ [name]: schema }).safeParse(params);
    if (!parsed.success) throw invalidBy(parsed.error, 'path');
    return parsed.data[name];
  })();

/** The path's `:id`. */
export const IdParam = (): ParameterDecorator => PathParam('id', z.uuid());

/** The path's `:name` of a collection. */
export const CollectionParam = (): ParameterDecorator => PathParam('name', collectionNameSchema);

/** Query of every list. */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Items on a page'),
  cursor: z.string().min(1).max(1000).optional().describe('`next_cursor` of the page before'),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;
