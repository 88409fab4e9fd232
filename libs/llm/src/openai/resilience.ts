import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
  wrap,
  type CircuitBreakerPolicy,
  type IPolicy,
  type IRetryBackoffContext,
} from 'cockatiel';
import { DomainError } from '#contracts';
import type { BreakerState } from '../generator.js';
import { GeneratorUnavailableError } from '../generator-unavailable-error.js';

/** Longer than this nobody waits for a server that asks for patience: another generator, or the queue, is better. */
const LONGEST_PAUSE_MS = 30_000;
const FIRST_PAUSE_MS = 500;

export interface ResilienceOptions {
  retries: number;
  failuresToOpen: number;
  openMs: number;
}

/**
 * Tries a server again where that may help (with growing pauses and jitter, or when it says itself), and leaves it
 * alone for a while once it has failed several times in a row. Requests that fail by their own fault, and servers that
 * only want fewer requests, do not open the circuit.
 */
export class Resilience {
  readonly #breaker: CircuitBreakerPolicy;
  readonly #policy: IPolicy;
  readonly #server: string;

  constructor(server: string, { retries, failuresToOpen, openMs }: ResilienceOptions) {
    this.#server = server;
    this.#breaker = circuitBreaker(handleWhen(isOutage), {
      halfOpenAfter: openMs,
      breaker: new ConsecutiveBreaker(failuresToOpen),
    });
    const again = retry(handleWhen(isWorthAnotherTry), {
      maxAttempts: retries,
      backoff: new DelegateBackoff(pause),
    });
    this.#policy = wrap(again.dangerouslyUnref(), this.#breaker);
  }

  get state(): BreakerState {
    const { state } = this.#breaker;
    if (state === CircuitState.Closed) return 'closed';
    return state === CircuitState.HalfOpen ? 'half_open' : 'open';
  }

  /**
   * Runs an attempt until it succeeds or gives up. An attempt that has shown something of its result already rejects
   * with {@link AfterText}, and is not repeated.
   *
   * @throws GeneratorUnavailableError with reason `circuit_open` while the server is left alone
   */
  async run<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      // The pauses between attempts do not listen to the signal, so whoever has cancelled does not wait for them.
      return await Promise.race([this.#policy.execute(attempt, signal), aborted(signal)]);
    } catch (error) {
      if (signal.aborted) throw new DomainError('cancelled', 'The request was cancelled.', { cause: error });
      if (error instanceof AfterText) throw error.cause;
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new GeneratorUnavailableError(
        'circuit_open',
        `The model server at ${this.#server} has failed several times in a row and is left alone for a while.`,
        { cause: error },
      );
    }
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** A failure after text had been passed on: repeating the request would say that text twice. */
export class AfterText extends Error {
  constructor(override readonly cause: DomainError) {
    super(cause.message, { cause });
  }
}

function isOutage(error: Error): boolean {
  const failure = error instanceof AfterText ? error.cause : error;
  return (
    failure instanceof GeneratorUnavailableError && failure.retryable && failure.reason !== 'rate_limited'
  );
}

function isWorthAnotherTry(error: Error): boolean {
  return (
    error instanceof GeneratorUnavailableError &&
    error.retryable &&
    // A prompt that took too long to read takes as long again.
    error.reason !== 'timed_out' &&
    (error.retryAfterMs ?? 0) <= LONGEST_PAUSE_MS
  );
}

/** Doubling pauses, each shortened by chance by up to a half, and never shorter than the server asks for. */
function pause({ attempt, result }: IRetryBackoffContext<unknown>): number {
  const jittered = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
  const error = 'error' in result ? result.error : null;
  return Math.max(jittered, error instanceof GeneratorUnavailableError ? (error.retryAfterMs ?? 0) : 0);
}
