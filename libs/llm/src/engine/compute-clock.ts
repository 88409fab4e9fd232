import type { LlamaContext } from 'node-llama-cpp';

type Native = Record<string, unknown>;

/** What node-llama-cpp 3.22.1 keeps its binding in. Where it is not found, no time is attributed to llama.cpp. */
interface Internals {
  _ctx?: Native;
}

/**
 * Measures how long llama.cpp itself works for a context: the time in which at least one of its decodes or samplings is
 * going on. What a step takes besides is spent in JavaScript, ours and node-llama-cpp's.
 */
export function computeClock(context: LlamaContext, now: () => number): () => number {
  const native = (context as unknown as Internals)._ctx;
  let total = 0;
  let working = 0;
  let since = 0;
  const begin = () => {
    if (working++ === 0) since = now();
  };
  const end = () => {
    if (--working === 0) total += now() - since;
  };
  const measured = (method: (...args: unknown[]) => unknown) =>
    async function (this: unknown, ...args: unknown[]): Promise<unknown> {
      begin();
      try {
        return await method.apply(native, args);
      } finally {
        end();
      }
    };
  for (const name of ['decodeBatch', 'sampleToken']) {
    const method = native?.[name];
    if (native === undefined || typeof method !== 'function') continue;
    // The binding's own methods cannot be written to, but a property of the object goes before them.
    Object.defineProperty(native, name, { value: measured(method as () => unknown), configurable: true });
  }
  return () => total;
}
