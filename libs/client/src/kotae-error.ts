import type { FieldError, Problem } from './shapes.js';

/** The API's own codes, and two for answers that never came from it. */
export type KotaeErrorCode =
  | Problem['code']
  /** Nobody answered at that address, or the connection broke off. */
  | 'unreachable'
  /** Something else than Kotae answered, e.g. a proxy. */
  | 'unexpected_response';

interface Details {
  status?: number;
  fields?: FieldError[];
  requestId?: string;
  retryAfterMs?: number;
  cause?: unknown;
}

/** Statuses after which the same request may succeed without anybody changing it. */
const PASSING = new Set([429, 502, 503, 504]);

/**
 * Every failure of a call, except that the caller aborted it. `message` says what happened and what to do about it, in
 * words that may be shown; `code` is for programs and never renamed.
 */
export class KotaeError extends Error {
  override readonly name = 'KotaeError';
  readonly code: KotaeErrorCode;
  /** HTTP status; null when there was no response. */
  readonly status: number | null;
  /** What is wrong with the request, place by place. */
  readonly fields: FieldError[];
  /** Names this one occurrence in the service's log. */
  readonly requestId: string | null;
  /** How long the service asks to wait before the next try, in milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(code: KotaeErrorCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.status = details.status ?? null;
    this.fields = details.fields ?? [];
    this.requestId = details.requestId ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  get retryable(): boolean {
    return this.code === 'unreachable' || (this.status !== null && PASSING.has(this.status));
  }

  /** The error of a response that is no success; its body is read. */
  static async of(response: Response): Promise<KotaeError> {
    return KotaeError.from(response, await response.text().catch(() => ''));
  }

  /** The error of a response that is no success, and of its body. */
  static from(
    { url, status, headers }: Pick<Response, 'url' | 'status' | 'headers'>,
    body: string,
  ): KotaeError {
    const problem = parseProblem(body);
    const details = { status, retryAfterMs: retryAfter(headers.get('Retry-After')) };
    if (!problem) {
      const message = `What answers at ${new URL(url).origin} (HTTP ${status}) is not Kotae. Check the address.`;
      return new KotaeError('unexpected_response', message, details);
    }
    return new KotaeError(problem.code, problem.detail, {
      ...details,
      fields: problem.errors,
      requestId: problem.instance,
    });
  }

  /** The error of a call that nobody answered. */
  static unreachable(url: string, cause: unknown): KotaeError {
    const { origin } = new URL(url);
    return new KotaeError('unreachable', `Kotae does not answer at ${origin}.`, { cause });
  }
}

function parseProblem(text: string): Problem | null {
  try {
    const body = JSON.parse(text) as Partial<Problem> | null;
    return typeof body?.code === 'string' && typeof body.detail === 'string' ? (body as Problem) : null;
  } catch {
    return null;
  }
}

/** Seconds or a date (RFC 9110, 10.2.3), as milliseconds from now. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
