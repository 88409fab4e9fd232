import { documentEmpty, type DocumentError } from '../document-errors.js';
import type { PictureSpot } from '../pictures/pictures.js';
import { INSTALL_OCR } from './tools.js';

/** What helps when recognition found no letter. */
export const NOTHING_RECOGNISED =
  'Nothing was recognised in its pictures either: scan it again at 300 dpi or more and upload the result.';

/** Why a document that is nothing but pictures cannot be read where the tools for that are missing. */
export function picturesUnread(spots: readonly PictureSpot[]): DocumentError {
  const remedy = `Install Tesseract where documents are read (${INSTALL_OCR}) and retry the document`;
  const why = spots.some(({ why }) => why === 'garbled')
    ? 'Its fonts do not say which characters they show, so its text layer is unreadable.'
    : 'Its pages are images without a text layer.';
  return documentEmpty(`${why} ${remedy}, or run OCR on it (e.g. with OCRmyPDF) and upload the result.`);
}
