import type { TextFacts, TextPiece } from '#contracts';
import { compoundFile } from './detection/compound-kind.js';
import { detectMediaType } from './detection/detect-media-type.js';
import { fileTooLarge } from './document-errors.js';
import type { ParseLimits } from './limits.js';
import { mediaTypes } from './media-types.js';
import { asDocumentError, parseBytes, type ParseEvents } from './parse-bytes.js';
import type { Pictures } from './pictures/pictures.js';
import { cutPieces, factsOf } from './pieces/cut-pieces.js';
import { readWhole, type FileSource, type RandomAccess } from './pieces/file-source.js';
import { readPlainText } from './plain/parse-plain-text.js';

/** What is told on the way, and the text as it comes. */
export interface FileEvents extends ParseEvents {
  /** Pictures that only recognition can read, before the text in which they stand. */
  onPictures: (pictures: Pictures) => Promise<void> | void;
  onPiece: (piece: TextPiece) => Promise<void> | void;
  /** Bytes of a plain text read so far, and in all. */
  onBytes?: (done: number, total: number) => void;
}

/** How much of a file is looked at to tell text from other types. */
const HEAD_BYTES = 64 * 1024;

/**
 * Parses a file in pieces: plain text as it is read, however long it is; of a PDF what its pages need; files of other
 * types whole, since what their beginning means is often said at their end. As {@link parseBytes}, only for trusted
 * bytes or in the sandboxed child.
 */
export async function parseFile(
  source: FileSource & RandomAccess & { head: () => Promise<Uint8Array> },
  name: string,
  limits: ParseLimits,
  events: FileEvents,
): Promise<TextFacts> {
  const head = (await source.head()).subarray(0, HEAD_BYTES);
  const type = isContainer(head) ? null : detectMediaType(head, name);
  if (type === mediaTypes.text) {
    events.onStart?.();
    return readPlainText(source, events.onPiece, (done) => events.onBytes?.(done, source.size));
  }
  if (source.size > limits.maxBytes) throw fileTooLarge(source.size, limits);
  if (type === mediaTypes.pdf) return parsePdfFile(source, limits, events);
  const { pictures, ...extracted } = await parseBytes(await readWhole(source), name, limits, events);
  if (pictures) await events.onPictures(pictures);
  for (const piece of cutPieces(extracted)) await events.onPiece(piece);
  return factsOf(extracted);
}

async function parsePdfFile(file: RandomAccess, limits: ParseLimits, events: FileEvents): Promise<TextFacts> {
  const { readPdf } = await import('./pdf/parse-pdf.js');
  events.onStart?.();
  try {
    return await readPdf(file, limits, events);
  } catch (error) {
    throw asDocumentError(error);
  }
}

/** ZIP and compound files name their parts elsewhere than in their beginning; neither is text. */
function isContainer(head: Uint8Array): boolean {
  const magic = Buffer.from(head.subarray(0, 8)).toString('latin1');
  return magic.startsWith('PK') || compoundFile === magic.slice(0, compoundFile.length);
}
