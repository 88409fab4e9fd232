import { errorCodes, type ErrorCode } from '#contracts';
import { z } from 'zod';

/** One thing that is wrong with a request, and where: a field of the body or query, a header, or a file's name. */
const fieldErrorSchema = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof fieldErrorSchema>;

/** Every error that the API answers with: RFC 9457, with a stable `code` for programs. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(errorCodes),
  /** Names this one occurrence: `urn:kotae:request:` and the X-Request-Id that the log has as well. */
  instance: z.string(),
  errors: z.array(fieldErrorSchema).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** The HTTP status and the short, constant title of every error code. */
export const problems: Record<ErrorCode, { status: number; title: string }> = {
  invalid_request: { status: 400, title: 'Invalid request' },
  unauthenticated: { status: 401, title: 'No valid API key' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  collection_not_found: { status: 404, title: 'No such collection' },
  document_not_found: { status: 404, title: 'No such document' },
  question_not_found: { status: 404, title: 'No such question' },
  conversation_not_found: { status: 404, title: 'No such conversation' },
  model_not_found: { status: 404, title: 'No such model' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  collection_exists: { status: 409, title: 'Collection exists already' },
  conversation_busy: { status: 409, title: 'Conversation is being answered' },
  conflict: { status: 409, title: 'Conflict with the current state' },
  embedder_mismatch: { status: 409, title: 'Collection uses another embedder' },
  cancelled: { status: 409, title: 'Cancelled' },
  payload_too_large: { status: 413, title: 'Too large' },
  document_too_large: { status: 413, title: 'Document too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  unsupported_document_type: { status: 415, title: 'Unsupported document type' },
  idempotency_key_reused: { status: 422, title: 'Idempotency-Key reused' },
  document_empty: { status: 422, title: 'Empty document' },
  document_encrypted: { status: 422, title: 'Encrypted document' },
  document_corrupt: { status: 422, title: 'Damaged document' },
  document_parse_timeout: { status: 422, title: 'Document took too long to read' },
  document_parse_crashed: { status: 422, title: 'Document could not be read' },
  model_unsupported: { status: 422, title: 'Unsupported model' },
  prompt_too_long: { status: 422, title: 'Prompt too long' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal_error: { status: 500, title: 'Internal error' },
  answer_crashed: { status: 500, title: 'Input crashed the engine' },
  generation_failed: { status: 500, title: 'Generation failed' },
  snapshot_invalid: { status: 500, title: 'Invalid index snapshot' },
  model_download_failed: { status: 502, title: 'Model download failed' },
  model_checksum_mismatch: { status: 502, title: 'Model file is not the expected one' },
  model_load_failed: { status: 503, title: 'Model could not be loaded' },
  engine_crashed: { status: 503, title: 'Engine crashed' },
  engine_busy: { status: 503, title: 'Engine busy' },
  index_unavailable: { status: 503, title: 'Index unavailable' },
  worker_unavailable: { status: 503, title: 'No worker available' },
  service_unavailable: { status: 503, title: 'Service unavailable' },
  storage_full: { status: 507, title: 'Storage full' },
};
