/** Longest time that a request may wait for its answer, in seconds. */
const MAX_WAIT = 120;

/**
 * Seconds that the client wants to wait (RFC 7240, `Prefer: wait=10`), capped; null when it does not say or says it
 * wrongly: a preference that is not understood is ignored.
 */
export function preferredWait(prefer: string | undefined): number | null {
  for (const preference of (prefer ?? '').split(',')) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(;.*)?$/i.exec(preference)?.[1];
    if (seconds !== undefined) return Math.min(Number(seconds), MAX_WAIT);
  }
  return null;
}
