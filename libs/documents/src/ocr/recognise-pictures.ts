import type { ExtractedText } from '#contracts';
import { documentEmpty, documentTooLarge } from '../document-errors.js';
import { insertTexts, type RecognisedSpot } from '../pictures/insert-texts.js';
import type { ParsedText, Pictures, PictureSpot } from '../pictures/pictures.js';
import { NOTHING_RECOGNISED, picturesUnread } from './explain-pictures.js';
import { drawPage, largestPictures, readPicture } from './read-picture.js';
import type { RecogniseOptions } from './recognise-text.js';
import { ToolFailed } from './run-tool.js';
import { ocrTools } from './tools.js';

/** A page with few words counts as a picture when one covers this much of it: a quarter of A4, square inches. */
const MIN_PAGE_PICTURE = 24;
/** Pictures inside a document are mostly photographs and drawings, in which recognition sees letters, too. */
const MIN_CONFIDENCE = 65;

/**
 * Completes a document's text with what its pictures show, each where it stands. Without Tesseract, or `ocr`, they are
 * passed over, which the text's `unreadPictures` tells; where poppler is missing too, so are pages of a PDF, of which
 * nobody can say then whether those with few words are pictures.
 *
 * @param path - the document itself, whose pages some of the pictures are.
 * @throws {DocumentError} `document_empty` when no text comes of it; `document_too_large`.
 */
export async function recognisePictures(
  { pictures = { spots: [], files: [] }, ...extracted }: ParsedText,
  path: string,
  { limits, signal, onProgress, ocr }: RecogniseOptions & { ocr: boolean },
): Promise<ExtractedText> {
  if (pictures.spots.length === 0) return extracted;
  const { languages, poppler } = ocr ? await ocrTools() : { languages: null, poppler: false };
  const spots = poppler ? await withoutEmptyPages(pictures, path, signal) : pictures.spots;
  const readable = spots.filter(({ pdfPage }) => poppler || pdfPage === null);
  const unreadPictures = languages ? spots.length - readable.length : spots.length;
  const told = unreadPictures > 0 ? { ...extracted, unreadPictures } : extracted;
  if (!languages || (readable.length === 0 && unreadPictures > 0)) {
    if (!hasWords(extracted.text)) throw picturesUnread(pictures.spots);
    return told;
  }
  const recognised: RecognisedSpot[] = [];
  for (const [i, spot] of readable.entries()) {
    const paragraphs = await readSpot(spot, pictures, path, languages, signal);
    const known = pageText(extracted, spot.page);
    recognised.push({ spot, paragraphs: paragraphs.filter((paragraph) => !isSaid(paragraph, known)) });
    onProgress?.(i + 1, readable.length);
  }
  const text = insertTexts(told, recognised);
  if (!hasWords(text.text)) throw documentEmpty(NOTHING_RECOGNISED);
  if (text.text.length > limits.maxCharacters)
    throw documentTooLarge(`its text is longer than ${limits.maxCharacters} characters`, 'maxCharacters');
  return text;
}

/** Drops pages with few words that no picture covers; each file is asked once for all its pages. */
async function withoutEmptyPages(
  { spots, files }: Pictures,
  path: string,
  signal: AbortSignal | undefined,
): Promise<PictureSpot[]> {
  const largest = new Map<number | null, Map<number, number>>();
  for (const { file, why } of spots) {
    const held = file === null ? path : files[file];
    if (why !== 'sparse' || held === undefined || largest.has(file)) continue;
    const pages = spots.flatMap((spot) => (spot.file === file ? (spot.pdfPage ?? []) : []));
    const range = { first: Math.min(...pages), last: Math.max(...pages) };
    largest.set(file, await largestPictures(held, range, signal).catch(noneOfADamagedFile));
  }
  return spots.filter(({ why, file, pdfPage }) => {
    const area = largest.get(file)?.get(pdfPage ?? 0) ?? 0;
    return why !== 'sparse' || area >= MIN_PAGE_PICTURE;
  });
}

function noneOfADamagedFile(error: unknown): Map<number, number> {
  if (error instanceof ToolFailed) return new Map();
  throw error;
}

/** The paragraphs that a picture shows; none where it is damaged, or shows no text. */
async function readSpot(
  { file, pdfPage }: PictureSpot,
  { files }: Pictures,
  path: string,
  languages: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const held = file === null ? path : files[file];
  if (held === undefined) return [];
  try {
    if (pdfPage === null) {
      const pages = typeof held === 'string' ? [] : await readPicture(held, languages, signal);
      return pages.flatMap(({ paragraphs, confidence }) => (confidence >= MIN_CONFIDENCE ? paragraphs : []));
    }
    const drawn = await drawPage({ pdf: held, page: pdfPage }, signal);
    const pages = await readPicture(drawn, languages, signal);
    return pages.flatMap(({ paragraphs }) => paragraphs);
  } catch (error) {
    if (error instanceof ToolFailed) return [];
    throw error;
  }
}

function pageText({ text, pages }: ExtractedText, number: number | null): string {
  const page = pages.find((each) => each.page === number);
  return page ? text.slice(page.start, page.end) : '';
}

/** Whether most of a paragraph's words stand in the text that its page holds already. */
function isSaid(paragraph: string, text: string): boolean {
  const known = new Set(words(text));
  const own = words(paragraph);
  return own.filter((word) => known.has(word)).length > own.length * 0.6;
}

function words(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? []
  );
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
