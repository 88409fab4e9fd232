import { open, type FileHandle } from 'node:fs/promises';
import { DomainError, type ExtractedText, type TextFacts, type TextPiece } from '#contracts';
import { DocumentError, documentEmpty, unsupportedType } from '../document-errors.js';
import { defaultParseLimits, defaultProcessLimits } from '../limits.js';
import { pictureType } from '../ocr/picture-type.js';
import { recognisePictures } from '../ocr/recognise-pictures.js';
import { recogniseText } from '../ocr/recognise-text.js';
import { cutPieces, factsOf, joinPieces } from '../pieces/cut-pieces.js';
import {
  parseInChild,
  throwIfAborted,
  type DocumentFile,
  type ExtractOptions,
  type OnPiece,
  type Work,
} from './parse-in-child.js';

/**
 * Reads a document's text in a child process of its own, which has no rights and bounded means, so that no file,
 * broken or hostile, can hang, bloat or crash the service. Pictures, those inside documents and scanned pages among
 * them, go to Tesseract where it is installed, bounded in the same way, each by itself.
 *
 * The text comes in pieces, and the next one is asked for only when `onPiece` has done with the one before, so that
 * this process holds little of a text of any length (unless it has pictures that are to be recognised). What has come is void when the call rejects.
 *
 * @throws {DomainError} `unsupported_document_type`, `document_empty`, `document_encrypted`, `document_corrupt`,
 * `document_too_large`, `document_parse_timeout`, `document_parse_crashed` or, when the signal fires, `cancelled`;
 * `service_unavailable` (retryable) when the parser does not start; an error of the file system when `path` cannot
 * be opened.
 */
export async function extractPieces(
  file: DocumentFile,
  onPiece: OnPiece,
  options: ExtractOptions = {},
): Promise<TextFacts> {
  throwIfAborted(options.signal);
  const handle = await open(file.path);
  try {
    const { size } = await handle.stat();
    const parse = settle(defaultParseLimits, options);
    if (size === 0) throw documentEmpty('The file has no bytes: upload it again.');
    const process = settle(defaultProcessLimits, options);
    return await readText({ file, handle, size, parse, process, options, onPiece });
  } catch (error) {
    if (error instanceof DocumentError) throw new DomainError(error.code, error.message, { cause: error });
    throw error;
  } finally {
    await handle.close();
  }
}

/** The same for those who want the text in one string. */
export async function extractText(file: DocumentFile, options: ExtractOptions = {}): Promise<ExtractedText> {
  const pieces: TextPiece[] = [];
  const facts = await extractPieces(file, (piece) => void pieces.push(piece), options);
  return joinPieces(pieces, facts);
}

/** Pictures are read by recognition (OCR) alone, all others by our parsers, which leave it the pictures in them. */
async function readText(work: Work): Promise<TextFacts> {
  const { file, parse, options, onPiece } = work;
  const { signal, ocr = true } = options;
  const mediaType = pictureType(await readHead(work.handle));
  if (mediaType !== null && !ocr) throw unsupportedType('an image, and recognition is turned off');
  const parsed = mediaType === null ? await parseInChild(work) : null;
  if (parsed?.held === null) return parsed.facts;
  let text: ExtractedText;
  try {
    const onProgress = (done: number, total: number) => options.onProgress?.({ done, total, unit: 'pages' });
    const recognising = { limits: parse, signal, onProgress, ocr };
    text = parsed
      ? await recognisePictures(parsed.held, file.path, recognising)
      : await recogniseText({ path: file.path, mediaType: mediaType ?? '' }, recognising);
  } catch (error) {
    throwIfAborted(signal);
    throw error;
  }
  for (const piece of cutPieces(text)) await onPiece(piece);
  return factsOf(text);
}

async function readHead(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
  return buffer.subarray(0, bytesRead);
}

function settle<T extends object>(defaults: T, options: Partial<T>): T {
  const settled = { ...defaults };
  for (const key of Object.keys(defaults) as (keyof T)[]) settled[key] = options[key] ?? defaults[key];
  return settled;
}
