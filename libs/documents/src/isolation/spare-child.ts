import type { SupportedMediaType } from '../media-types.js';
import { ParserChild } from './parser-child.js';
import type { ProcessLimits } from './sandbox-command.js';

/** An unused spare holds about 80 MB, so it is given up after this long, milliseconds. */
const IDLE_MS = 30_000;

interface Spare {
  key: string;
  child: Promise<ParserChild>;
  timer: NodeJS.Timeout;
}

let spare: Spare | null = null;

/** A child for one file: the spare one when it was started with the same limits, else a new one. */
export async function takeChild(limits: ProcessLimits): Promise<ParserChild> {
  const found = spare;
  if (!found || found.key !== keyOf(limits)) return ParserChild.start(limits);
  spare = null;
  clearTimeout(found.timer);
  const child = await found.child;
  child.keepServiceAlive(true);
  return child;
}

/**
 * Starts a child for the next file, which probably has the type of the last, while nobody waits: starting Node and
 * loading a parser takes 0.15 to 0.4 s, more than most documents take to parse.
 */
export function prepareSpare(limits: ProcessLimits, ahead: SupportedMediaType): void {
  if (spare) return;
  const child = ParserChild.start(limits, ahead);
  const mine: Spare = { key: keyOf(limits), child, timer: setTimeout(stopIdleParsers, IDLE_MS).unref() };
  spare = mine;
  void watch(mine);
}

/** Forgets a spare that dies while it waits. */
async function watch(mine: Spare): Promise<void> {
  try {
    const child = await mine.child;
    if (spare === mine) child.keepServiceAlive(false);
    await child.death;
  } finally {
    if (spare === mine) dropSpare();
  }
}

/** Ends the spare child, if there is one. Call it when the service stops; a forgotten one ends with the service. */
export function stopIdleParsers(): void {
  const found = spare;
  dropSpare();
  void found?.child.then((child) => child.kill());
}

function dropSpare(): void {
  clearTimeout(spare?.timer);
  spare = null;
}

function keyOf({ timeoutMs, memoryMb }: ProcessLimits): string {
  return `${timeoutMs} ${memoryMb}`;
}
