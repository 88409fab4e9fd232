import { mediaTypes, type SupportedMediaType } from '../media-types.js';
import { ParserChild } from './parser-child.js';
import type { ProcessLimits } from '../limits.js';

/** An idle child holds 60 to 100 MB, so it is given up after this long, milliseconds. */
const IDLE_MS = 30_000;
/** Idle children that are kept; more documents than this are rarely read at the same time. */
const MAX_IDLE = 2;

/**
 * Types whose parser leaves nothing behind in the child that could harm the next document: plain text processing.
 * PDF and Office files, with their fonts, streams and containers, are what exploits are made of: a child that has read
 * one reads no file of another group after it.
 */
const harmless: ReadonlySet<string> = new Set([mediaTypes.text, mediaTypes.markdown, mediaTypes.html]);

interface Idle {
  child: Promise<ParserChild>;
  limits: ProcessLimits;
  /** Whose files it may read; null: anybody's. */
  group: string | null;
  timer: NodeJS.Timeout;
}

const idle = new Set<Idle>();
/** What a child has read. */
interface Reading {
  /** By its own word. */
  type: SupportedMediaType;
  /** Whether the file begins as a PDF or a container does: a child that was taken over may lie about the type. */
  isContainer: boolean;
  /** How long that took, milliseconds. */
  ms: number;
  group: string | undefined;
}

/** How long each child has worked, milliseconds: its CPU time is bounded over its whole life. */
const worked = new WeakMap<ParserChild, number>();
/** The group to which a child belongs since it has read a file that is not harmless. */
const groups = new WeakMap<ParserChild, string>();

/**
 * A child for one file: an idle one with the same limits, else a new one.
 * @param group - files that may be read in the same process, such as those of one collection; none: a process is used
 * once for any file that is not harmless.
 */
export async function takeChild(limits: ProcessLimits, group?: string): Promise<ParserChild> {
  for (const candidate of idle) {
    const { group: own } = candidate;
    if (!sameLimits(candidate.limits, limits) || (own !== null && own !== group)) continue;
    forget(candidate);
    const child = await candidate.child;
    child.keepServiceAlive(true);
    return child;
  }
  return ParserChild.start(limits);
}

/**
 * Takes a child back that has read a file of the given type without trouble, after `ms` milliseconds of work. It is
 * kept for the next file, or replaced by a fresh one that loads the same parser while nobody waits: starting Node and
 * loading a parser takes 0.15 to 0.5 s of CPU time, far more than most documents take to read.
 */
export function giveBack(child: ParserChild, { type, isContainer, ms, group }: Reading): void {
  const total = (worked.get(child) ?? 0) + ms;
  worked.set(child, total);
  const isHarmless = harmless.has(type) && !isContainer;
  if (!isHarmless && group !== undefined) groups.set(child, group);
  const used = !isHarmless && group === undefined;
  const fresh = used || total > child.limits.timeoutMs / 2;
  if (fresh) child.kill();
  const [oldest] = idle;
  if (oldest && idle.size >= MAX_IDLE) discard(oldest);
  const { limits } = child;
  const kept: Idle = {
    child: fresh ? ParserChild.start(limits, type) : Promise.resolve(child),
    limits,
    group: fresh ? null : (groups.get(child) ?? null),
    timer: setTimeout(() => discard(kept), IDLE_MS).unref(),
  };
  idle.add(kept);
  void watch(kept);
}

/** Ends all idle children. Call it when the service stops; a forgotten one ends with the service. */
export function stopIdleParsers(): void {
  for (const kept of idle) discard(kept);
}

/** Lets the service end while the child waits, and forgets a child that dies meanwhile. */
async function watch(kept: Idle): Promise<void> {
  try {
    const child = await kept.child;
    if (idle.has(kept)) child.keepServiceAlive(false);
    await child.death;
  } finally {
    forget(kept);
  }
}

function discard(kept: Idle): void {
  forget(kept);
  void kept.child.then((child) => child.kill());
}

function forget(kept: Idle): void {
  clearTimeout(kept.timer);
  idle.delete(kept);
}

function sameLimits(a: ProcessLimits, b: ProcessLimits): boolean {
  return a.timeoutMs === b.timeoutMs && a.memoryMb === b.memoryMb;
}
