import { readConfig } from './samples/config.js';
import { loadSamples } from './samples/load-samples.js';

/** `npm run samples`: loads the sample documents into a running Kotae and shows how to ask about them. */
async function main(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const terminal = { out: process.stdout, err: process.stderr };
  process.exitCode = await loadSamples(readConfig(), terminal, stop.signal);
}

void main();
