import { errorCodes, type ErrorInfo } from '#contracts';

/** What a worker says of a failed job: foreseen failures are passed on as JSON of code and message; null otherwise. */
export function failureOf(failedReason: string): ErrorInfo | null {
  try {
    const { code, message } = JSON.parse(failedReason) as { code?: unknown; message?: unknown };
    const known = errorCodes.find((candidate) => candidate === code);
    return known && typeof message === 'string' ? { code: known, message } : null;
  } catch {
    return null;
  }
}
