import type { Readable } from 'node:stream';
import type { Terminal } from './terminal.js';

/** What a command works with; tests give their own. */
export interface CommandContext extends Terminal {
  input: Readable & { isTTY?: boolean };
  env: Record<string, string | undefined>;
  /** Aborts when the user interrupts; its reason is an {@link Interrupted}. */
  signal: AbortSignal;
  /** How the program ends when no command fails; see {@link exitCodes}. */
  exitCode: number;
}

/** How the program ends; docs/cli.md tells users. */
export const exitCodes = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  /** The documents do not hold the answer, or a search found nothing. */
  notFound: 3,
  /** Nobody answers at the service's address. */
  unreachable: 4,
  interrupted: 130,
  terminated: 143,
} as const;

/** The user or the system told the program to end. */
export class Interrupted extends Error {
  constructor(readonly signalName: 'SIGINT' | 'SIGTERM') {
    super('interrupted');
  }

  get exitCode(): number {
    return this.signalName === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
}
