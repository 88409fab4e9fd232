import type { PDFDocumentProxy } from 'pdfjs-dist' with { 'resolution-mode': 'import' };
import { documentCorrupt, documentEncrypted, documentTooLarge } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import { markFontHeadings } from './font-headings.js';
import { loadPdfjs, pdfjsFolders } from './load-pdfjs.js';
import { isGarbled } from './garbled-text.js';
import { markOutlineHeadings, readOutline } from './outline-headings.js';
import { pageLines } from './page-lines.js';
import type { TextLine } from './text-line.js';
import { pageNotes } from './page-notes.js';
import { orderLines } from './page-order.js';
import { dropRunningLines } from './running-lines.js';
import { writePdfBlocks } from './write-pdf-blocks.js';
import type { ParsedText, PictureReason } from '../pictures/pictures.js';

/** Loaded together with this file, which is itself loaded only when a PDF comes, or ahead of one. */
const pdfjs = loadPdfjs();

/** A page of fewer letters may be a picture with a stamp or a page number on it. */
const SPARSE = 100;

const NO_TEXT_LAYER =
  'Its pages are images without a text layer: upload it as a document of its own, or run OCR on it first.';

/**
 * A PDF's text in the order in which its pages draw it, or by its place on them where that is plainly no order, with
 * lines joined into paragraphs, and headings from its outline or, where it has none, from its font sizes. A single page
 * that cannot be read leaves a gap in the pages; pages that may be pictures, or whose text is garbled, are left to
 * recognition.
 */
export async function parsePdf(
  bytes: Uint8Array,
  limits: ParseLimits,
  onProgress?: (done: number, total: number) => void,
): Promise<ParsedText> {
  const document = await openPdf(bytes);
  if (document.numPages > limits.maxPages) throw documentTooLarge(`it has ${document.numPages} pages`);
  const { lines: read, notes, garbled } = await readPages(document, limits, onProgress);
  const outline = await readOutline(document);
  const title = await readTitle(document);
  await document.loadingTask.destroy();
  const pages = dropRunningLines(read);
  if (markOutlineHeadings(pages, outline) === 0) markFontHeadings(pages);
  const builder = new TextBuilder(limits);
  writePdfBlocks(pages, builder, { notes, pictures: pagePictures(read, notes, garbled, limits) });
  return builder.build(mediaTypes.pdf, title, { remedyWhenEmpty: NO_TEXT_LAYER });
}

async function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  try {
    return await pdfjs.getDocument({
      // pdf.js takes the array over, and refuses Node's Buffer.
      data: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      ...pdfjsFolders,
      cMapPacked: true,
      disableFontFace: true,
      isEvalSupported: false,
      useSystemFonts: false,
      useWorkerFetch: false,
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: false,
      verbosity: pdfjs.VerbosityLevel.ERRORS,
    }).promise;
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') throw documentEncrypted();
    throw documentCorrupt('it is not a valid PDF file', error);
  }
}

async function readPages(
  document: PDFDocumentProxy,
  limits: ParseLimits,
  onProgress?: (done: number, total: number) => void,
): Promise<{ lines: TextLine[][]; notes: string[][]; garbled: ReadonlySet<number> }> {
  const pages: TextLine[][] = [];
  const garbled = new Set<number>();
  const notes: string[][] = [];
  let characters = 0;
  let failure: unknown;
  let failed = 0;
  for (let number = 1; number <= document.numPages; number++) {
    let lines: TextLine[] = [];
    let own: string[] = [];
    try {
      ({ lines, notes: own } = await readPage(document, number));
    } catch (error) {
      failure = error;
      failed++;
    }
    if (isGarbled(lines.map(({ text }) => text).join('\n'))) {
      garbled.add(number - 1);
      lines = [];
    }
    characters += lines.reduce((sum, line) => sum + line.text.length, 0) + own.join('').length;
    if (characters > limits.maxCharacters) {
      throw documentTooLarge(`its text is longer than ${limits.maxCharacters} characters`);
    }
    pages.push(lines);
    notes.push(own);
    onProgress?.(number, document.numPages);
  }
  if (failed === document.numPages) throw documentCorrupt('none of its pages can be read', failure);
  return { lines: pages, notes, garbled };
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

/** By page, why it is left to recognition; undefined for one that holds its text itself. */
function pagePictures(
  pages: TextLine[][],
  notes: string[][],
  garbled: ReadonlySet<number>,
  { maxPictures }: ParseLimits,
): (PictureReason | undefined)[] {
  const words = pages.map((lines, i) =>
    [...lines.map(({ text }) => text), ...(notes[i] ?? [])].join('').replace(/[^\p{L}\p{N}]/gu, ''),
  );
  const scanned = words.every((own) => own === '');
  const reasons = words.map((own, i): PictureReason | undefined => {
    if (garbled.has(i)) return 'garbled';
    if (scanned) return 'picture';
    return own.length < SPARSE ? 'sparse' : undefined;
  });
  const count = reasons.filter((reason) => reason !== undefined && reason !== 'sparse').length;
  if (count > maxPictures) throw documentTooLarge(`it has ${count} scanned pages`);
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
