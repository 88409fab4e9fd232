import { DomainError } from '#contracts';
import { KotaeError } from '#client';
import { CommanderError } from 'commander';
import type { CliCommand } from './command/cli-command.js';
import { exitCodes, Interrupted, type CommandContext } from './command/context.js';
import { serviceMessage } from './command/service-message.js';
import { createProgram } from './program.js';

/**
 * Runs one command line of `kotae`, e.g. `['ask', 'How many days?']`.
 * @param evaluation `kotae eval`, where the program has one
 * @returns the exit code; what is our own mistake is thrown
 */
export async function runCli(
  args: string[],
  io: Omit<CommandContext, 'exitCode'>,
  evaluation?: (context: CommandContext) => CliCommand,
): Promise<number> {
  const context: CommandContext = { ...io, exitCode: exitCodes.done };
  try {
    await createProgram(context, evaluation).parseAsync(args, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    // Commander has said what is wrong, or shown the help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
    if (io.signal.reason instanceof Interrupted) return io.signal.reason.exitCode;
    const message = explain(error);
    if (message === null) throw error;
    io.err.write(`${message}\n`);
    return error instanceof KotaeError && error.code === 'unreachable'
      ? exitCodes.unreachable
      : exitCodes.failed;
  }
}

/** What a foreseen failure says, with the remedy; null for a mistake of ours, whose stack is wanted. */
function explain(error: unknown): string | null {
  if (error instanceof DomainError) return error.message;
  if (error instanceof KotaeError) return serviceMessage(error);
  // The operating system, a database that is away or not migrated: the message says which, and no stack helps.
  const { code } = error as Partial<NodeJS.ErrnoException>;
  return code === undefined ? null : messageOf(error as Error);
}

/** Of an address that has several meanings (localhost) Node reports each failure, and none in the message. */
function messageOf(error: Error & { errors?: Error[] }): string {
  return error.message || (error.errors ?? []).map(messageOf).join('; ');
}
