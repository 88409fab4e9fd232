import type { CliCommand } from './command/cli-command.js';
import { Interrupted, type CommandContext } from './command/context.js';
import { runCli } from './run-cli.js';

/**
 * Runs this process's command line. The first Ctrl-C ends it in good order, a second one at once.
 * @param evaluation `kotae eval`, where the program has one
 */
export async function runProcess(
  env: CommandContext['env'],
  evaluation?: (context: CommandContext) => CliCommand,
): Promise<void> {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => stop.abort(new Interrupted(name)));
  }
  // `kotae search … | head` closes its end when it has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  const io = {
    out: process.stdout,
    err: process.stderr,
    input: process.stdin,
    env,
    signal: stop.signal,
  };
  process.exitCode = await runCli(process.argv.slice(2), io, evaluation);
}
