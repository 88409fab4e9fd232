/**
 * Every way in which Kotae refuses or fails, as a stable, machine-readable code. The API maps each one to an HTTP
 * status in one exhaustive table; clients may switch on them, so a code is never renamed.
 */
export const errorCodes = [
  'invalid_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'collection_not_found',
  'collection_exists',
  'document_not_found',
  'question_not_found',
  'conversation_not_found',
  'conversation_busy',
  'idempotency_key_reused',
  'conflict',
  'payload_too_large',
  'unsupported_media_type',
  'unsupported_document_type',
  'document_empty',
  'document_encrypted',
  'document_corrupt',
  'document_too_large',
  'document_parse_timeout',
  'document_parse_crashed',
  'model_not_found',
  'model_unsupported',
  'model_load_failed',
  'model_download_failed',
  'model_checksum_mismatch',
  'prompt_too_long',
  'engine_crashed',
  'engine_busy',
  'answer_crashed',
  'generation_failed',
  'embedder_mismatch',
  'index_unavailable',
  'snapshot_invalid',
  'worker_unavailable',
  'service_unavailable',
  'storage_full',
  'rate_limited',
  'cancelled',
  'internal_error',
] as const;

/** One of {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number];

/** What a {@link DomainError} looks like once it is stored in a row or sent to a client. */
export interface ErrorInfo {
  code: ErrorCode;
  message: string;
}

/**
 * A failure that Kotae foresaw. `message` says what happened and what to do about it, in words that may be shown to
 * the user. `retryable` means that the same work may succeed later without anybody changing anything.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryable?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable ?? false;
  }

  /** The error as it is stored and sent: code and message, never the cause. */
  toInfo(): ErrorInfo {
    return { code: this.code, message: this.message };
  }
}
