import { readConfig } from './models/config.js';
import { runModels } from './models/run-models.js';

/** `npm run models -- list|pull|verify`: the model files on this machine. Ctrl-C keeps what a pull has received. */
async function main(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const terminal = { out: process.stdout, err: process.stderr };
  process.exitCode = await runModels(process.argv.slice(2), () => readConfig(), terminal, stop.signal);
}

void main();
