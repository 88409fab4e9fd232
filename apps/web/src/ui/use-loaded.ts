import { useSignal, type Signal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';

/** What is known of something that is being loaded. */
export interface Loaded<T> {
  value: Signal<T | null>;
  problem: Signal<unknown>;
  reload: () => Promise<void>;
}

/** Loads when the component appears, again for other `keys`, and on demand; what was shown stays until then. */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<T>,
  keys: readonly unknown[] = [],
): Loaded<T> {
  const value = useSignal<T | null>(null);
  const problem = useSignal<unknown>(null);
  const run = useCallback(async (signal: AbortSignal = new AbortController().signal): Promise<void> => {
    try {
      const loaded = await load(signal);
      if (signal.aborted) return;
      value.value = loaded;
      problem.value = null;
    } catch (error) {
      if (!signal.aborted) problem.value = error;
    }
  }, keys);
  useEffect(() => {
    const abort = new AbortController();
    value.value = null;
    void run(abort.signal);
    return () => abort.abort();
  }, [run]);
  return { value, problem, reload: () => run() };
}
