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

/** What Nest makes of unknown routes, and of a body or a path that Express could not read: its cause says which. */
function fromHttpException(error: unknown): DomainError | null {
  if (!(error instanceof HttpException)) return null;
  if (error.cause instanceof URIError) return invalid('The path is not valid percent-encoded UTF-8.');
  switch (property(error.cause, 'type')) {
    case 'entity.too.large':
      return new DomainError(
        'payload_too_large',
        `The body is larger than ${limitOf(error.cause) / 1024} KiB. Send less at once.`,
      );
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new DomainError('unsupported_media_type', 'The body’s encoding is not known. Send plain UTF-8.');
    case 'entity.parse.failed':
      return invalid('The body is not valid JSON.');
    case 'request.aborted':
    case 'request.size.invalid':
      return invalid('The body ended before it was complete.');
    default:
      break;
  }
  if (error.getStatus() === 404) return new DomainError('not_found', 'There is nothing here. See /docs.');
  return error.getStatus() < 500 ? invalid('The request could not be read.') : null;
}

function limitOf(cause: unknown): number {
  const limit = property(cause, 'limit');
  return typeof limit === 'number' ? limit : MAX_JSON_BODY;
}

function invalid(message: string): DomainError {
  return new DomainError('invalid_request', message);
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
  /Connection terminated|timeout exceeded when trying to connect|not connected|Connection is closed|Stream isn't writeable|max retries per request|Command timed out|^OOM |^LOADING |^READONLY |Client has encountered a connection error|Client was closed/i;

function property(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
}
