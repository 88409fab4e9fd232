import { readFile } from 'node:fs/promises';
import type { ExtractedText } from '#contracts';
import { DocumentError, documentCorrupt } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';
import type { ParseProgress } from '../parser.js';
import { TextBuilder } from '../text/text-builder.js';
import { NOTHING_RECOGNISED } from './explain-pictures.js';
import { readPicture } from './read-picture.js';
import { ToolFailed } from './run-tool.js';
import { INSTALL_OCR, ocrTools } from './tools.js';

/** What bounds the work, and what happens meanwhile. */
export interface RecogniseOptions {
  limits: ParseLimits;
  signal: AbortSignal | undefined;
  onProgress: ParseProgress | undefined;
}

/**
 * Reads the text of a picture with Tesseract: Japanese and English, lines across or downwards, whichever gives the
 * better reading. A TIFF may hold several pages.
 *
 * @throws {DocumentError} `unsupported_document_type` where Tesseract is not installed, with what to install;
 * `document_empty`, `document_corrupt`.
 */
export async function recogniseText(
  { path, mediaType }: { path: string; mediaType: string },
  { limits, signal }: RecogniseOptions,
): Promise<ExtractedText> {
  const tools = await ocrTools();
  if (!tools.languages) throw unsupportedPicture();
  const builder = new TextBuilder(limits);
  try {
    const pages = await readPicture(await readFile(path), tools.languages, signal);
    pages.forEach(({ paragraphs }, i) => {
      builder.startPage(i + 1);
      for (const paragraph of paragraphs) builder.add(paragraph);
    });
  } catch (error) {
    if (error instanceof ToolFailed) throw documentCorrupt('its picture cannot be read', error);
    throw error;
  }
  return builder.build(mediaType, null, { remedyWhenEmpty: NOTHING_RECOGNISED });
}

function unsupportedPicture(): DocumentError {
  return new DocumentError(
    'unsupported_document_type',
    `This file is an image, and reading text from images needs Tesseract. Install it where documents are read (${INSTALL_OCR}) and retry the document.`,
  );
}
