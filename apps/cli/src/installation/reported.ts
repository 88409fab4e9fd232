import type { Terminal } from '../command/terminal.js';

/** Exit code of a command that its user broke off. */
const INTERRUPTED = 130;

/**
 * Runs a command; what it throws is told to the user in one line (a database that is away says so itself, and no stack
 * helps).
 *
 * @returns the command's exit code, 1 when it threw, 130 when it was broken off
 */
export async function reported(
  terminal: Terminal,
  signal: AbortSignal,
  command: () => Promise<number>,
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (signal.aborted) {
      terminal.err.write('Broken off.\n');
      return INTERRUPTED;
    }
    terminal.err.write(`${messageOf(error)}\n`);
    return 1;
  }
}

/** Of an address that has several meanings (localhost) Node reports each failure, and none in the message. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
