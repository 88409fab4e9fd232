import { setTimeout as sleep } from 'node:timers/promises';

/** How long a test waits for something before it fails; machines that run tests may be slow and busy. */
export const PATIENCE_MS = 60_000;
const POLL_MS = 50;

/**
 * Waits until `look` returns something other than undefined, null or false, and returns it.
 * @throws Error that says what did not come, with the last thing that `look` threw as its cause
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  options: { timeoutMs?: number; everyMs?: number } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + (options.timeoutMs ?? PATIENCE_MS);
  let cause: unknown;
  while (performance.now() < deadline) {
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false)
        return found as NonNullable<Exclude<T, false>>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await sleep(options.everyMs ?? POLL_MS);
  }
  throw new Error(`waited in vain for ${what}`, { cause });
}
