import { DomainError, type ErrorCode } from '#contracts';
import type { z } from 'zod';
import type { FieldError } from './problem.js';

/** An error with several causes that can be pointed at. */
export class DetailedError extends DomainError {
  constructor(
    code: ErrorCode,
    message: string,
    readonly errors: FieldError[],
  ) {
    super(code, message);
  }
}

/** A request that is wrong in ways that can be pointed at. */
export function invalidRequest(message: string, errors: FieldError[] = []): DetailedError {
  return new DetailedError('invalid_request', message, errors);
}

/** Every issue of a failed validation with its place; `where` is what was validated, e.g. `body`. */
export function invalidBy(error: z.ZodError, where: string): DetailedError {
  const errors = error.issues.flatMap((issue) => {
    const unknown = issue.code === 'unrecognized_keys';
    const paths = unknown ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const message = unknown ? 'is not known here' : issue.message;
    return paths.map((path) => ({ path: path.map(String).join('.'), message }));
  });
  const hint = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).slice(0, 3);
  return invalidRequest(`The ${where} is not valid. ${hint.join('; ')}.`, errors);
}
