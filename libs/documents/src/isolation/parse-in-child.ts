import { Readable } from 'node:stream';
import type { FileHandle } from 'node:fs/promises';
import { DomainError, type TextFacts, type TextPiece } from '#contracts';
import { compoundFile } from '../detection/compound-kind.js';
import { DocumentError } from '../document-errors.js';
import type { ParseLimits, ProcessLimits } from '../limits.js';
import { mediaTypes, type SupportedMediaType } from '../media-types.js';
import type { ParsedText, Pictures } from '../pictures/pictures.js';
import { joinPieces } from '../pieces/cut-pieces.js';
import { TextChecker } from './check-extracted.js';
import { giveBack, takeChild } from './child-pool.js';
import { explainDeath, parseCrashed, parseTimeout, parseTooHungry } from './explain-death.js';
import type { ParserChild } from './parser-child.js';
import type { ParseCount } from './protocol.js';
import { NonsenseReply } from './reply-reader.js';
import { maxMemory } from './sandbox-command.js';
import { watchMemory } from './watch-memory.js';

/** The replies may take this many bytes for each character of text they may hold, and this many besides. */
const BYTES_PER_CHARACTER = 6;
const REPLY_BYTES = 64 * 2 ** 20;
/** Bytes of the file that are on their way to a child at a time. */
const CHUNK_BYTES = 64 * 1024;

/** The document's bytes and the name under which it was uploaded. */
export interface DocumentFile {
  path: string;
  name: string;
}

/** Limits that differ from the defaults, and what happens meanwhile. */
export interface ExtractOptions extends Partial<ParseLimits>, Partial<ProcessLimits> {
  /** Kills the parser at once; the call then fails with `cancelled`. */
  signal?: AbortSignal;
  /** How far it is, at most four times a second: formats with pages in pages, plain text in bytes, others not. */
  onProgress?: (count: ParseCount) => void;
  /**
   * Documents of the same group may be read by the same process, one after the other, which saves the start of one for
   * each. Without it every PDF and Office file has a process of its own.
   */
  group?: string;
  /** Whether the text of pictures is recognised where Tesseract is installed (default: yes). */
  ocr?: boolean;
}

/** Takes a piece of the text; the reading goes on when it resolves. */
export type OnPiece = (piece: TextPiece) => Promise<void> | void;

/** A file on its way through the parser. */
export interface Work {
  file: DocumentFile;
  handle: FileHandle;
  size: number;
  parse: ParseLimits;
  process: ProcessLimits;
  options: ExtractOptions;
  onPiece: OnPiece;
}

/** What a child has made of a file. */
interface Parsed {
  facts: TextFacts;
  /** The whole text, when its pictures are to be recognised; else it has been handed on. */
  held: ParsedText | null;
}

/** Lets a child parse the file; a text that has pictures is held, any other handed on piece by piece. */
export async function parseInChild(work: Work): Promise<Parsed> {
  const { options, process } = work;
  const child = await takeChild(process, options.group);
  const began = performance.now();
  let interruption: DomainError | undefined;
  const interrupt = (error: DomainError) => {
    interruption ??= error;
    child.kill();
  };
  const onAbort = () => interrupt(cancelled(options.signal?.reason));
  options.signal?.addEventListener('abort', onAbort, { once: true });
  // The clock runs while the child works, not while its pieces are stored, and anew after each piece and page: a child
  // that goes on delivering is bounded by its CPU time and by what it may say.
  let timer: NodeJS.Timeout | undefined;
  const clock = {
    start: () => void (timer = setTimeout(() => interrupt(parseTimeout(process)), process.timeoutMs)),
    stop: () => clearTimeout(timer),
    restart: () => timer?.refresh(),
  };
  const unwatch = watchMemory(child.pid, maxMemory(process), () => interrupt(parseTooHungry(process)));
  try {
    clock.start();
    throwIfAborted(options.signal);
    const parsed = await readAnswer(child, work, clock);
    giveBack(child, {
      type: typeOf(parsed.facts),
      isContainer: await isContainer(work.handle),
      ms: performance.now() - began,
      group: options.group,
    });
    return parsed;
  } catch (error) {
    child.kill();
    throw interruption ?? error;
  } finally {
    clock.stop();
    unwatch();
    options.signal?.removeEventListener('abort', onAbort);
  }
}

async function readAnswer(
  child: ParserChild,
  work: Work,
  clock: Record<'start' | 'stop' | 'restart', () => void>,
): Promise<Parsed> {
  const { file, size, parse, process, options, onPiece } = work;
  let bytes: Readable | null = null;
  let sent: Promise<void> = Promise.resolve();
  const maxText = Math.max(parse.maxCharacters, size) * BYTES_PER_CHARACTER;
  const maxBytes = maxText + parse.maxPictureBytes * 2 + REPLY_BYTES;
  const pictures: Pictures = { spots: [], files: [] };
  const held: TextPiece[] = [];
  const checker = new TextChecker();
  let started = false;
  let done = 0;
  try {
    child.order({ name: file.name, size, limits: parse });
    for (let reply = await child.reply(maxBytes); reply; reply = await child.reply(maxBytes)) {
      if ('result' in reply) {
        const facts = reply.result;
        if (!checker.confirms(facts) || !fit(pictures, facts)) throw contradiction();
        return { facts, held: pictures.spots.length > 0 ? { ...joinPieces(held, facts), pictures } : null };
      }
      if ('error' in reply) throw new DocumentError(reply.error.code, reply.error.message);
      if ('pictureFile' in reply) pictures.files.push(Buffer.from(reply.pictureFile, 'base64'));
      if ('pictures' in reply) pictures.spots = reply.pictures;
      if ('progress' in reply) {
        options.onProgress?.(reply.progress);
        if (reply.progress.done > done) clock.restart();
        done = Math.max(done, reply.progress.done);
      }
      if ('read' in reply) {
        if (reply.read.start >= reply.read.end || reply.read.end > size) throw contradiction();
        await sent;
        bytes = bytesOf(work, child, reply.read);
        sent = child.send(bytes);
        continue;
      }
      if ('piece' in reply) {
        if (!checker.accepts(reply.piece)) throw contradiction();
        clock.stop();
        if (pictures.spots.length > 0) held.push(reply.piece);
        else await onPiece(reply.piece);
        clock.start();
      }
      started = true;
    }
  } catch (error) {
    if (error instanceof NonsenseReply) throw parseCrashed('gave an answer that makes no sense', error);
    throw error;
  } finally {
    bytes?.destroy();
  }
  throw explainDeath(await child.death, process, started);
}

function bytesOf(
  { handle }: Work,
  child: ParserChild,
  { start, end }: { start: number; end: number },
): Readable {
  const bytes = Readable.from(chunksOf(handle, start, end), { objectMode: false });
  bytes.on('error', () => child.kill());
  return bytes;
}

async function* chunksOf(handle: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end;) {
    const length = Math.min(CHUNK_BYTES, end - at);
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, at);
    if (bytesRead === 0) throw new Error('the file became shorter while it was read');
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Whether the pictures stand in the text, in order, and their files are there. */
function fit({ spots, files }: Pictures, { length }: TextFacts): boolean {
  return spots.every(
    ({ at, file }, i) => at <= length && (file ?? -1) < files.length && at >= (spots[i - 1]?.at ?? 0),
  );
}

function contradiction(): DomainError {
  return parseCrashed('gave an answer that contradicts itself');
}

/** By the first bytes, as loosely as any reader takes them. */
async function isContainer(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2048), 0, 2048, 0);
  const head = buffer.toString('latin1', 0, bytesRead);
  return head.includes('%PDF') || ['PK', '{\\rtf', compoundFile].some((magic) => head.startsWith(magic));
}

function typeOf(facts: TextFacts): SupportedMediaType {
  return Object.values(mediaTypes).find((type) => type === facts.mediaType) ?? mediaTypes.text;
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled(signal.reason);
}

function cancelled(cause: unknown): DomainError {
  return new DomainError('cancelled', 'The document is no longer wanted, so reading it was stopped.', {
    cause,
  });
}
