import { DomainError } from '#contracts';
import { HttpException } from '@nestjs/common';
import { MAX_JSON_BODY } from './body-limits.js';

/**
 * What any thrown value means to a client. Whatever is not foreseen becomes `internal_error`, whose message says
 * nothing about the inside: the log has the rest under the request's id.
 */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  return (
    fromBodyParser(error) ??
    fromHttpException(error) ??
    fromService(error) ??
    new DomainError(
      'internal_error',
      'Something went wrong inside Kotae. The log has it under this request’s id.',
      {
        cause: error,
      },
    )
  );
}

/** Errors of body-parser carry a `type`; only those about what the client sent concern it. */
function fromBodyParser(error: unknown): DomainError | null {
  switch (property(error, 'type')) {
    case 'entity.too.large':
      return new DomainError('payload_too_large', `The body is larger than ${MAX_JSON_BODY / 1024} KiB.`);
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new DomainError(
        'unsupported_media_type',
        'The body’s encoding is not supported. Send plain UTF-8.',
      );
    case 'entity.parse.failed':
      return invalidJson();
    case 'request.aborted':
    case 'request.size.invalid':
      return new DomainError('invalid_request', 'The body ended before it was complete.');
    default:
      return null;
  }
}

/** Nest's own errors: unknown routes, and what it makes of a malformed body (SyntaxError) or path (URIError). */
function fromHttpException(error: unknown): DomainError | null {
  if (error instanceof URIError)
    return new DomainError('invalid_request', 'The path is not valid percent-encoded UTF-8.');
  if (!(error instanceof HttpException)) return null;
  switch (error.getStatus()) {
    case 400:
      return error.message.startsWith('Failed to decode')
        ? new DomainError('invalid_request', 'The path is not valid percent-encoded UTF-8.')
        : invalidJson();
    case 404:
      return new DomainError('not_found', 'There is nothing here. The API is described at /docs.');
    default:
      return null;
  }
}

function invalidJson(): DomainError {
  return new DomainError('invalid_request', 'The body is not valid JSON.');
}

/** Outages of what we depend on: they pass, so the client is told to come back. */
function fromService(error: unknown): DomainError | null {
  const code = property(error, 'code');
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100') {
    return new DomainError('storage_full', 'The disk is full. Free space on it, then try again.', {
      cause: error,
    });
  }
  // SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown), 57014 (statement timeout), 40 (try again).
  const down =
    typeof code === 'string' && /^(ECONN|EPIPE|ETIMEDOUT|EAI_|ENOTFOUND|08|53|57P|57014|40)/.test(code);
  const message = property(error, 'message');
  if (!down && !(typeof message === 'string' && OUTAGES.test(message))) return null;
  return new DomainError(
    'service_unavailable',
    'The database or the queue cannot be reached. Try again soon.',
    {
      cause: error,
      retryable: true,
    },
  );
}

/** Outages that pg, TypeORM and ioredis report by words only. */
const OUTAGES =
  /Connection terminated|timeout exceeded when trying to connect|not connected|Connection is closed|Stream isn't writeable|max retries per request|^OOM |^LOADING |^READONLY |Client has encountered a connection error|Client was closed/i;

function property(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
}
