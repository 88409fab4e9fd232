import { DomainError } from '#contracts';

/** What `waited` resolves with; rejects with `cancelled` as soon as the signal aborts. */
export function abortable<T>(waited: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new DomainError('cancelled', 'The request was cancelled.'));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    void waited.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
