import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

const HEADER = 'X-Request-Id';

/** Gives every request an id (the caller's own where it is a plain one) and says it in the answer. */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.get(HEADER);
  response.setHeader(HEADER, given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID());
  next();
}

/** The id that {@link requestId} gave. */
export function requestIdOf(response: Response): string {
  return String(response.getHeader(HEADER) ?? 'unknown');
}
