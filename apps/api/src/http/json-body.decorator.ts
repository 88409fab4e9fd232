import { DomainError } from '#contracts';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import { invalidBy, invalidRequest } from './detailed-error.js';
import { findUnstorable } from './well-formed.js';

/**
 * The request's JSON body, validated by the schema.
 * @throws DomainError `unsupported_media_type` for a body of another type, `invalid_request` with every issue.
 */
export const JsonBody = (schema: z.ZodType): ParameterDecorator =>
  // Closed over, not passed as data: Nest takes anything with a `transform` method for a pipe.
  createParamDecorator((_: unknown, context: ExecutionContext) =>
    parseJsonBody(schema, context.switchToHttp().getRequest<Request>()),
  )();

function parseJsonBody(schema: z.ZodType, request: Pick<Request, 'headers' | 'body' | 'is'>): unknown {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody) throw invalidRequest('This call needs a JSON body.');
  if (!request.is(['json', '+json'])) {
    throw new DomainError(
      'unsupported_media_type',
      'This call takes JSON: send Content-Type: application/json.',
    );
  }
  const unstorable = findUnstorable(request.body);
  if (unstorable.length > 0) {
    throw invalidRequest('The body holds characters that are no text.', unstorable);
  }
  const parsed = schema.safeParse(request.body);
  if (!parsed.success) throw invalidBy(parsed.error, 'body');
  return parsed.data;
}
