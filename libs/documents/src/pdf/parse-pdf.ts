import type { PDFDocumentProxy } from 'pdfjs-dist' with { 'resolution-mode': 'import' };
import type { ExtractedText } from '#contracts';
import { documentCorrupt, documentEncrypted, documentTooLarge } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import { markFontHeadings } from './font-headings.js';
import { loadPdfjs, pdfjsFolders } from './load-pdfjs.js';
import { markOutlineHeadings, readOutline } from './outline-headings.js';
import { pageLines, type TextLine } from './page-lines.js';
import { pageNotes } from './page-notes.js';
import { dropRunningLines } from './running-lines.js';
import { writePdfBlocks } from './write-pdf-blocks.js';

/** Loaded together with this file, which is itself loaded only when a PDF comes, or ahead of one. */
const pdfjs = loadPdfjs();

const NO_TEXT_LAYER =
  'Its pages are images without a text layer: upload it as a document of its own, or run OCR on it first.';

/**
 * A PDF's text in the order in which its pages draw it, with lines joined into paragraphs, and headings from its
 * outline or, where it has none, from its font sizes. A single page that cannot be read leaves a gap in the pages.
 */
export async function parsePdf(
  bytes: Uint8Array,
  limits: ParseLimits,
  onProgress?: (done: number, total: number) => void,
): Promise<ExtractedText> {
  const document = await openPdf(bytes);
  if (document.numPages > limits.maxPages) throw documentTooLarge(`it has ${document.numPages} pages`);
  const { lines: read, notes } = await readPages(document, limits, onProgress);
  const outline = await readOutline(document);
  const title = await readTitle(document);
  await document.loadingTask.destroy();
  const pages = dropRunningLines(read);
  if (markOutlineHeadings(pages, outline) === 0) markFontHeadings(pages);
  const builder = new TextBuilder(limits.maxCharacters);
  writePdfBlocks(pages, builder, notes);
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
): Promise<{ lines: TextLine[][]; notes: string[][] }> {
  const pages: TextLine[][] = [];
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
    characters += lines.reduce((sum, line) => sum + line.text.length, 0) + own.join('').length;
    if (characters > limits.maxCharacters) {
      throw documentTooLarge(`its text is longer than ${limits.maxCharacters} characters`);
    }
    pages.push(lines);
    notes.push(own);
    onProgress?.(number, document.numPages);
  }
  if (failed === document.numPages) throw documentCorrupt('none of its pages can be read', failure);
  return { lines: pages, notes };
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
  return { lines: pageLines(runs), notes };
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
