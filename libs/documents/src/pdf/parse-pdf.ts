import type { TextFacts, TextPiece } from '#contracts';
import type { PDFDocumentProxy } from 'pdfjs-dist' with { 'resolution-mode': 'import' };
import { documentCorrupt, documentTooLarge } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import { markFontHeadings } from './font-headings.js';
import { isGarbled } from './garbled-text.js';
import { LongPdf } from './long-pdf.js';
import { markOutlineHeadings, readOutline, type OutlineEntry } from './outline-headings.js';
import { pageLines } from './page-lines.js';
import type { TextLine } from './text-line.js';
import { PageStore } from './page-store.js';
import { pageNotes } from './page-notes.js';
import { orderLines } from './page-order.js';
import { dropRunningLines } from './running-lines.js';
import { writePdfBlocks } from './write-pdf-blocks.js';
import { sourceOf, type RandomAccess } from '../pieces/file-source.js';
import { joinPieces } from '../pieces/cut-pieces.js';
import type { ParsedText, PictureReason, Pictures } from '../pictures/pictures.js';

/** A page of fewer letters may be a picture with a stamp or a page number on it. */
const SPARSE = 100;

const NO_TEXT_LAYER =
  'Its pages are images without a text layer: upload it as a document of its own, or run OCR on it first.';

type OnPage = (done: number, total: number) => void;

/** What is told on the way, and the text as it comes; pictures before all of it. */
interface PdfEvents {
  onProgress?: OnPage | undefined;
  onPictures: (pictures: Pictures) => Promise<void> | void;
  onPiece: (piece: TextPiece) => Promise<void> | void;
}

/**
 * A PDF's text in the order in which its pages draw it, or by its place on them where that is plainly no order, with
 * lines joined into paragraphs, and headings from its outline or, where it has none, from its font sizes. A single page
 * that cannot be read leaves a gap in the pages; pages that may be pictures, or whose text is garbled, are left to
 * recognition.
 *
 * Of the file only what its pages need is held, and of the text, unless there are such pages, hardly more than a piece.
 */
export async function readPdf(
  file: RandomAccess,
  limits: ParseLimits,
  events: PdfEvents,
): Promise<TextFacts> {
  const { pages, notes, pictures, outline, title } = await readPages(file, limits, events.onProgress);
  dropRunningLines(pages);
  if (markOutlineHeadings(pages, outline) === 0) markFontHeadings(pages);
  const builder = new TextBuilder(limits);
  const emit = async (pieces: TextPiece[]) => {
    for (const piece of pieces) await events.onPiece(piece);
  };
  const isPlain = pictures.every((reason) => reason === undefined);
  await writePdfBlocks(pages, builder, { notes, pictures }, () =>
    isPlain ? emit(builder.drain()) : undefined,
  );
  const facts = builder.finish(mediaTypes.pdf, title, { remedyWhenEmpty: NO_TEXT_LAYER });
  if (!isPlain) await events.onPictures(builder.pictures);
  await emit(builder.rest());
  return facts;
}

/** The same for a PDF in memory, all at once. */
export async function parsePdf(
  bytes: Uint8Array,
  limits: ParseLimits,
  onProgress?: OnPage,
): Promise<ParsedText> {
  const pieces: TextPiece[] = [];
  let pictures: Pictures | undefined;
  const facts = await readPdf(sourceOf(bytes), limits, {
    onProgress,
    onPictures: (found) => void (pictures = found),
    onPiece: (piece) => void pieces.push(piece),
  });
  return { ...joinPieces(pieces, facts), ...(pictures && { pictures }) };
}

/** What a PDF holds. */
interface PdfContent {
  pages: PageStore;
  notes: string[][];
  /** By page, why it is left to recognition; undefined for one that holds its text itself. */
  pictures: (PictureReason | undefined)[];
  outline: OutlineEntry[];
  title: string | null;
}

async function readPages(file: RandomAccess, limits: ParseLimits, onProgress?: OnPage): Promise<PdfContent> {
  const pdf = await LongPdf.open(file);
  try {
    const { numPages } = pdf.document;
    if (numPages > limits.maxPages) throw documentTooLarge(`it has ${numPages} pages`, 'maxPages');
    const outline = await readOutline(pdf.document);
    const title = await readTitle(pdf.document);
    const pages = new PageStore();
    const notes: string[][] = [];
    const seen: PageWords[] = [];
    let characters = 0;
    const failures: unknown[] = [];
    for (let index = 0; index < numPages; index++) {
      await pdf.turnTo(index);
      const { lines, notes: own } = await readPage(pdf.document, index + 1).catch((error: unknown) => {
        failures.push(error);
        return { lines: [], notes: [] };
      });
      const text = lines.map((line) => line.text).join('\n');
      const garbled = isGarbled(text);
      pages.add(garbled ? [] : lines);
      notes.push(own);
      seen.push({ letters: lettersIn((garbled ? '' : text) + own.join('')), garbled });
      characters += text.length + own.join('').length;
      if (characters > limits.maxCharacters)
        throw documentTooLarge(`its text is longer than ${limits.maxCharacters} characters`, 'maxCharacters');
      onProgress?.(index + 1, numPages);
    }
    if (failures.length === numPages) throw documentCorrupt('none of its pages can be read', failures[0]);
    return { pages, notes, pictures: pagePictures(seen, limits), outline, title };
  } finally {
    await pdf.close();
  }
}

async function readPage(
  document: PDFDocumentProxy,
  number: number,
): Promise<{ lines: TextLine[]; notes: string[] }> {
  const page = await document.getPage(number);
  const { items, styles } = await page.getTextContent();
  const runs = items.flatMap((item) =>
    'str' in item ? [{ ...item, vertical: styles[item.fontName]?.vertical === true }] : [],
  );
  const notes = await pageNotes(page);
  page.cleanup();
  return { lines: orderLines(pageLines(runs)), notes };
}

/** How many letters a page has; whether these are none that anybody could read. */
interface PageWords {
  letters: number;
  garbled: boolean;
}

function lettersIn(text: string): number {
  return text.replace(/[^\p{L}\p{N}]/gu, '').length;
}

function pagePictures(
  pages: readonly PageWords[],
  { maxPictures }: ParseLimits,
): (PictureReason | undefined)[] {
  const scanned = pages.every(({ letters }) => letters === 0);
  const reasons = pages.map(({ letters, garbled }): PictureReason | undefined => {
    if (garbled) return 'garbled';
    if (scanned) return 'picture';
    return letters < SPARSE ? 'sparse' : undefined;
  });
  const count = reasons.filter((reason) => reason !== undefined && reason !== 'sparse').length;
  if (count > maxPictures) throw documentTooLarge(`it has ${count} scanned pages`, 'maxPictures');
  return reasons;
}

async function readTitle(document: PDFDocumentProxy): Promise<string | null> {
  try {
    const { info } = await document.getMetadata();
    const title = 'Title' in info && typeof info.Title === 'string' ? info.Title.trim() : '';
    // Names that programs put there by themselves say nothing.
    return /^(?:untitled.*|\(?anonymous\)?|microsoft word - .*|.*\.(?:docx?|indd|tex|dvi|pdf|pptx?|xlsx?))$/iu.test(
      title,
    )
      ? null
      : title;
  } catch {
    return null;
  }
}
