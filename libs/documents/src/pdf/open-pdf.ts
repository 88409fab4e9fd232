import type { PDFDocumentProxy } from 'pdfjs-dist' with { 'resolution-mode': 'import' };
import { documentCorrupt, documentEncrypted } from '../document-errors.js';
import type { RandomAccess } from '../pieces/file-source.js';
import { loadPdfjs, pdfjsFolders } from './load-pdfjs.js';

/** Loaded together with this file, which is itself loaded only when a PDF comes, or ahead of one. */
const pdfjs = loadPdfjs();

/** A file of up to this many bytes is held whole; of a larger one the parts that its pages need. */
const HELD_BYTES = 16 * 2 ** 20;
/** Bytes that are asked for at a time: small, since a page's own entry is, and streams are asked for as a whole. */
const CHUNK_BYTES = 4096;

/** A PDF that was opened, and how many of its bytes it holds meanwhile. */
export interface OpenPdf {
  document: PDFDocumentProxy;
  heldBytes: () => number;
  close: () => Promise<void>;
}

/**
 * Opens a PDF for reading its text.
 * @throws {DocumentError} `document_encrypted`, `document_corrupt`.
 */
export async function openPdf(file: RandomAccess): Promise<OpenPdf> {
  let held = 0;
  try {
    const task = pdfjs.getDocument({
      ...(file.size <= HELD_BYTES
        ? { data: await file.read(0, file.size) }
        : { ...inParts(file, (bytes) => (held += bytes)) }),
      ...pdfjsFolders,
      cMapPacked: true,
      disableFontFace: true,
      isEvalSupported: false,
      useSystemFonts: false,
      useWorkerFetch: false,
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: false,
      verbosity: pdfjs.VerbosityLevel.ERRORS,
    });
    return { document: await task.promise, heldBytes: () => held, close: () => task.destroy() };
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') throw documentEncrypted();
    throw documentCorrupt('it is not a valid PDF file', error);
  }
}

function inParts(file: RandomAccess, onRead: (bytes: number) => void) {
  const range = new pdfjs.PDFDataRangeTransport(file.size, null);
  range.requestDataRange = (begin, end) => {
    void hand(begin, end);
  };
  const hand = async (begin: number, end: number): Promise<void> => {
    const bytes = await file.read(begin, end);
    onRead(bytes.length);
    range.onDataRange(begin, bytes);
  };
  return { range, rangeChunkSize: CHUNK_BYTES, disableAutoFetch: true, disableStream: true };
}
