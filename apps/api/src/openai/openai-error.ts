import type { ErrorCode, ErrorInfo } from '#contracts';
import type { FieldError } from '../http/problem.js';
import { problems } from '../http/problem.js';

/** Where OpenAI's clients find us. Every error below it has OpenAI's shape. */
export const OPENAI_ROOT = '/openai/';

/** An error as OpenAI's clients read it. */
export interface OpenAiError {
  error: { message: string; type: string; param: string | null; code: string };
}

/** Codes that OpenAI's own API uses, and on which clients decide. */
const CODES: Partial<Record<ErrorCode, string>> = {
  unauthenticated: 'invalid_api_key',
  prompt_too_long: 'context_length_exceeded',
  rate_limited: 'rate_limit_exceeded',
  collection_not_found: 'model_not_found',
};

/** HTTP status of an error below {@link OPENAI_ROOT}: OpenAI's API answers 400 where ours says 422. */
export function openAiStatus(code: ErrorCode): number {
  const { status } = problems[code];
  return status === 422 ? 400 : status;
}

export function openAiError({ code, message }: ErrorInfo, errors: FieldError[] = []): OpenAiError {
  const param = errors[0]?.path || null;
  return { error: { message, type: typeOf(openAiStatus(code)), param, code: CODES[code] ?? code } };
}

function typeOf(status: number): string {
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
