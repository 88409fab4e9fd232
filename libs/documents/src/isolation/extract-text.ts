import { open, type FileHandle } from 'node:fs/promises';
import { DomainError, type ExtractedText } from '#contracts';
import { DocumentError, documentEmpty, documentTooLarge, unsupportedType } from '../document-errors.js';
import { defaultParseLimits, type ParseLimits } from '../limits.js';
import { mediaTypes, type SupportedMediaType } from '../media-types.js';
import { pictureType } from '../ocr/picture-type.js';
import { recognisePictures } from '../ocr/recognise-pictures.js';
import { recogniseText } from '../ocr/recognise-text.js';
import type { ParseProgress } from '../parser.js';
import type { ParsedText, Pictures, PictureSpot } from '../pictures/pictures.js';
import { isSound } from './check-extracted.js';
import { explainDeath, parseCrashed, parseTimeout, parseTooHungry } from './explain-death.js';
import type { ParserChild } from './parser-child.js';
import { NonsenseReply } from './reply-reader.js';
import { maxMemory, type ProcessLimits } from './sandbox-command.js';
import { giveBack, takeChild } from './child-pool.js';
import { watchMemory } from './watch-memory.js';

/** The document's bytes and the name under which it was uploaded. */
export interface DocumentFile {
  path: string;
  name: string;
}

/** Limits that differ from the defaults, and what happens meanwhile. */
export interface ExtractOptions extends Partial<ParseLimits>, Partial<ProcessLimits> {
  /** Kills the parser at once; the call then fails with `cancelled`. */
  signal?: AbortSignal;
  /** Pages done and pages in all, at most four times a second; only formats with pages tell. */
  onProgress?: ParseProgress;
  /** Whether the text of pictures is recognised where Tesseract is installed (default: yes). */
  ocr?: boolean;
}

/** Two minutes are about 10,000 pages; half a GiB of heap holds a PDF of a few hundred MB. */
const defaultProcessLimits: ProcessLimits = { timeoutMs: 120_000, memoryMb: 512 };

/** A reply may take this many bytes for each character of text it may hold, and this many besides. */
const BYTES_PER_CHARACTER = 5;
const REPLY_BYTES = 64 * 2 ** 20;

/**
 * Reads a document's text in a child process of its own, which has no rights and bounded means, so that no file,
 * broken or hostile, can hang, bloat or crash the service. Pictures, those inside documents and scanned pages among
 * them, go to Tesseract where it is installed, bounded in the same way, each by itself.
 *
 * @throws {DomainError} `unsupported_document_type`, `document_empty`, `document_encrypted`, `document_corrupt`,
 * `document_too_large`, `document_parse_timeout`, `document_parse_crashed` or, when the signal fires, `cancelled`;
 * `service_unavailable` (retryable) when the parser does not start; an error of the file system when `path` cannot
 * be opened.
 */
export async function extractText(file: DocumentFile, options: ExtractOptions = {}): Promise<ExtractedText> {
  throwIfAborted(options.signal);
  const handle = await open(file.path);
  try {
    const { size } = await handle.stat();
    const parse = settle(defaultParseLimits, options);
    if (size === 0) throw documentEmpty('The file has no bytes: upload it again.');
    if (size > parse.maxBytes) throw documentTooLarge(`it has more than ${parse.maxBytes} bytes`);
    const process = settle(defaultProcessLimits, options);
    return await readText({ file, handle, size, parse, process, options });
  } catch (error) {
    if (error instanceof DocumentError) throw new DomainError(error.code, error.message, { cause: error });
    throw error;
  } finally {
    await handle.close();
  }
}

interface Work {
  file: DocumentFile;
  handle: FileHandle;
  size: number;
  parse: ParseLimits;
  process: ProcessLimits;
  options: ExtractOptions;
}

/** Pictures are read by recognition (OCR) alone, all others by our parsers, which leave it the pictures in them. */
async function readText(work: Work): Promise<ExtractedText> {
  const { file, parse, options } = work;
  const { signal, onProgress, ocr = true } = options;
  const mediaType = pictureType(await readHead(work.handle));
  if (mediaType !== null && !ocr) throw unsupportedType('an image, and recognition is turned off');
  const parsed = mediaType === null ? await parseInChild(work) : null;
  try {
    const recognising = { limits: parse, signal, onProgress, ocr };
    return parsed
      ? await recognisePictures(parsed, file.path, recognising)
      : await recogniseText({ path: file.path, mediaType: mediaType ?? '' }, recognising);
  } catch (error) {
    throwIfAborted(signal);
    throw error;
  }
}

async function readHead(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
  return buffer.subarray(0, bytesRead);
}

async function parseInChild(work: Work): Promise<ParsedText> {
  const { options, process } = work;
  const child = await takeChild(process);
  const began = performance.now();
  let interruption: DomainError | undefined;
  const interrupt = (error: DomainError) => {
    interruption ??= error;
    child.kill();
  };
  const onAbort = () => interrupt(cancelled(options.signal?.reason));
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => interrupt(parseTimeout(process)), process.timeoutMs);
  const unwatch = watchMemory(child.pid, maxMemory(process), () => interrupt(parseTooHungry(process)));
  try {
    throwIfAborted(options.signal);
    const text = await readAnswer(child, work);
    giveBack(child, typeOf(text), performance.now() - began);
    return text;
  } catch (error) {
    child.kill();
    throw interruption ?? error;
  } finally {
    clearTimeout(timer);
    unwatch();
    options.signal?.removeEventListener('abort', onAbort);
  }
}

async function readAnswer(child: ParserChild, work: Work): Promise<ParsedText> {
  const { file, handle, size, parse, process, options } = work;
  const bytes = handle.createReadStream({ end: size - 1, autoClose: false });
  bytes.on('error', () => child.kill());
  const maxBytes = parse.maxCharacters * BYTES_PER_CHARACTER + parse.maxPictureBytes * 2 + REPLY_BYTES;
  const pictures: Pictures = { spots: [], files: [] };
  let started = false;
  try {
    child.order({ name: file.name, size, limits: parse }, bytes);
    for (let reply = await child.reply(maxBytes); reply; reply = await child.reply(maxBytes)) {
      if ('result' in reply) return soundOrRefused({ ...reply.result, pictures });
      if ('error' in reply) throw new DocumentError(reply.error.code, reply.error.message);
      if ('pictureFile' in reply) pictures.files.push(Buffer.from(reply.pictureFile, 'base64'));
      if ('pictures' in reply) pictures.spots = reply.pictures;
      if ('progress' in reply) options.onProgress?.(reply.progress.done, reply.progress.total);
      started = true;
    }
  } catch (error) {
    if (error instanceof NonsenseReply) throw parseCrashed('gave an answer that makes no sense', error);
    throw error;
  } finally {
    bytes.destroy();
  }
  throw explainDeath(await child.death, process, started);
}

function soundOrRefused(text: ParsedText): ParsedText {
  const { spots = [], files = [] } = text.pictures ?? {};
  const known = ({ at, file }: PictureSpot) => at <= text.text.length && (file ?? -1) < files.length;
  if (!isSound(text) || !spots.every((spot, i) => known(spot) && spot.at >= (spots[i - 1]?.at ?? 0)))
    throw parseCrashed('gave an answer that contradicts itself');
  return text;
}

function settle<T extends object>(defaults: T, options: Partial<T>): T {
  const settled = { ...defaults };
  for (const key of Object.keys(defaults) as (keyof T)[]) settled[key] = options[key] ?? defaults[key];
  return settled;
}

function typeOf(text: ExtractedText): SupportedMediaType {
  return Object.values(mediaTypes).find((type) => type === text.mediaType) ?? mediaTypes.text;
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled(signal.reason);
}

function cancelled(cause: unknown): DomainError {
  return new DomainError('cancelled', 'The document is no longer wanted, so reading it was stopped.', {
    cause,
  });
}
