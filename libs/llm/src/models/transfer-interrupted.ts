/** A transfer broke off in a way that trying again may cure. Only the download itself sees it. */
export class TransferInterrupted extends Error {
  /** How long the server asked to be left alone, in milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** What was received so far is of no use: the server has another file, or not this much of it. */
  readonly startOver: boolean;

  constructor(
    message: string,
    options: { cause?: unknown; retryAfterMs?: number | null; startOver?: boolean } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.startOver = options.startOver ?? false;
  }
}

/** What a failed `fetch` says of its reason: the innermost message, e.g. `connect ECONNREFUSED 127.0.0.1:1`. */
export function reasonOf(error: unknown): string {
  const { cause, message } = (error ?? {}) as { cause?: unknown; message?: unknown };
  if (cause !== undefined && cause !== null) return reasonOf(cause);
  return typeof message === 'string' && message !== '' ? message : (systemCode(error) ?? String(error));
}

/** The code of an error of the operating system, e.g. `ENOSPC`; null for anything else. */
export function systemCode(error: unknown): string | null {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : null;
}
