import { DomainError, type FallbackReason } from '#contracts';

/**
 * A generator that cannot answer now, through no fault of the question: another one may answer instead. `retryable`
 * says whether the same generator may work again without anybody changing a setting.
 */
export class GeneratorUnavailableError extends DomainError {
  readonly reason: FallbackReason;
  /** Milliseconds after which its server wants to be asked again, when it has said so. */
  readonly retryAfterMs: number | null;

  constructor(
    reason: FallbackReason,
    message: string,
    options: { cause?: unknown; retryable?: boolean; retryAfterMs?: number | null } = {},
  ) {
    const retryable = options.retryable ?? true;
    super(retryable ? 'service_unavailable' : 'generation_failed', message, {
      cause: options.cause,
      retryable,
    });
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
