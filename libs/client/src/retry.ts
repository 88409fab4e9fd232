import { KotaeError } from './kotae-error.js';
import { pause } from './pause.js';

/** How calls that may be sent twice are tried again. */
export interface RetryPolicy {
  /** Tries at most, the first included; 1 for none again. */
  tries: number;
  /** Longest wait before the second try, in milliseconds; it doubles with each further one. */
  firstWaitMs: number;
  maxWaitMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { tries: 4, firstWaitMs: 250, maxWaitMs: 8000 };

/**
 * Runs `attempt` until it succeeds, fails for good, or has been tried often enough.
 * @throws what the last attempt threw, or the signal's reason
 */
export async function retrying<T>(
  attempt: () => Promise<T>,
  policy: RetryPolicy,
  signal?: AbortSignal | null,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (failures >= policy.tries || !(error instanceof KotaeError) || !error.retryable) throw error;
      await pause(waitAfter(failures, policy, error.retryAfterMs), signal);
    }
  }
}

/**
 * Milliseconds to wait after the n-th failure in a row: a random share of a doubling limit ("full jitter", Brooker 2015,
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), and never less than the service asks for.
 */
export function waitAfter(failures: number, policy: RetryPolicy, asked: number | null): number {
  const limit = Math.min(policy.maxWaitMs, policy.firstWaitMs * 2 ** (failures - 1));
  return Math.max(Math.random() * limit, Math.min(asked ?? 0, policy.maxWaitMs));
}
