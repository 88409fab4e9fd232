import { Interrupted } from './command/context.js';
import { runCli } from './run-cli.js';

/** `kotae …`: the one command of an installation. The first Ctrl-C ends it in good order, a second one at once. */
async function main(): Promise<void> {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => stop.abort(new Interrupted(name)));
  }
  // `kotae search … | head` closes its end when it has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  process.exitCode = await runCli(process.argv.slice(2), {
    out: process.stdout,
    err: process.stderr,
    input: process.stdin,
    env: process.env,
    signal: stop.signal,
  });
}

void main();
