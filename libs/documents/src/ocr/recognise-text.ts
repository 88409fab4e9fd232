import { readFile } from 'node:fs/promises';
import type { ExtractedText } from '#contracts';
import { DocumentError, documentCorrupt, documentEmpty, documentTooLarge } from '../document-errors.js';
import type { ProcessLimits } from '../isolation/sandbox-command.js';
import type { ParseLimits } from '../limits.js';
import type { ParseProgress } from '../parser.js';
import { TextBuilder } from '../text/text-builder.js';
import { readTsv, type RecognisedPage } from './read-tsv.js';
import { runTool, ToolFailed, type ToolRun } from './run-tool.js';
import { INSTALL_OCR, ocrTools, type OcrTools } from './tools.js';

/** A picture, or a PDF whose pages are pictures. */
export interface PictureFile {
  path: string;
  mediaType: string;
}

/** What bounds the work, and what happens meanwhile. */
export interface RecogniseOptions {
  limits: ParseLimits;
  signal: AbortSignal | undefined;
  onProgress: ParseProgress | undefined;
}

/** One page takes 2 to 20 s of a core, so a scan of more pages than this would hold up other documents for hours. */
const MAX_PAGES = 500;
/** For one step on one page, not for the document. */
const stepLimits: ProcessLimits = { timeoutMs: 90_000, memoryMb: 512 };
/** The longer side of a page's picture: 300 dots per inch on A4. */
const PIXELS = 3508;
/** Below this a page is tried again as vertical Japanese; horizontal text that is read well stays above 80. */
const SURE = 75;

/**
 * Reads the text of a picture, or of a scanned PDF page by page, with Tesseract: Japanese and English, lines across
 * or downwards, whichever gives the better reading.
 *
 * @throws {DocumentError} `unsupported_document_type` where the tools are not installed, with what to install;
 * `document_empty`, `document_corrupt`, `document_too_large`.
 */
export async function recogniseText(file: PictureFile, options: RecogniseOptions): Promise<ExtractedText> {
  const tools = await ocrTools();
  const isPdf = file.mediaType === 'application/pdf';
  if (!tools.languages || (isPdf && !tools.poppler)) throw toolsMissing(isPdf);
  const run: ToolRun = { limits: stepLimits, maxOutput: 64 * 2 ** 20, signal: options.signal };
  const builder = new TextBuilder(options.limits.maxCharacters);
  try {
    if (isPdf) await readPdf(file.path, tools, run, builder, options.onProgress);
    else writePages(await readPicture(await readFile(file.path), tools, run), 1, builder);
  } catch (error) {
    if (error instanceof ToolFailed) throw documentCorrupt('its pictures cannot be read', error);
    throw error;
  }
  return builder.build(file.mediaType, null, {
    remedyWhenEmpty:
      'Nothing was recognised in its pictures either: scan it again at 300 dpi or more and upload the result.',
  });
}

function toolsMissing(isPdf: boolean): DocumentError {
  const remedy = `Install Tesseract where documents are read (${INSTALL_OCR}) and retry the document`;
  return isPdf
    ? documentEmpty(
        `Its pages are images without a text layer. ${remedy}, or run OCR on it (e.g. with OCRmyPDF) and upload the result.`,
      )
    : new DocumentError(
        'unsupported_document_type',
        `This file is an image, and reading text from images needs Tesseract. ${remedy}.`,
      );
}

async function readPdf(
  path: string,
  tools: OcrTools,
  run: ToolRun,
  builder: TextBuilder,
  onProgress: ParseProgress | undefined,
): Promise<void> {
  const info = await runTool('pdfinfo', [path], null, run);
  const count = Number(/^Pages:\s*(\d+)/mu.exec(info.toString('utf8'))?.[1] ?? 0);
  if (count > MAX_PAGES) throw documentTooLarge(`it has ${count} scanned pages`);
  for (let page = 1; page <= count; page++) {
    const range = ['-f', String(page), '-l', String(page)];
    const picture = await runTool(
      'pdftoppm',
      [...range, '-gray', '-scale-to', String(PIXELS), path],
      null,
      run,
    );
    writePages(await readPicture(picture, tools, run), page, builder);
    onProgress?.(page, count);
  }
}

async function readPicture(
  picture: Uint8Array,
  { languages }: OcrTools,
  run: ToolRun,
): Promise<RecognisedPage[]> {
  const known = ['jpn', 'eng'].filter((language) => languages?.includes(language));
  const horizontal = await tesseract(picture, ['-l', known.join('+') || 'eng'], run);
  const sure = horizontal.length > 0 && horizontal.every((page) => page.confidence >= SURE);
  if (sure || languages?.includes('jpn_vert') !== true) return horizontal;
  // 5: one block of vertical text, which Tesseract does not find out by itself.
  const vertical = await tesseract(picture, ['-l', 'jpn_vert', '--psm', '5'], run);
  return confidence(vertical) > confidence(horizontal) ? vertical : horizontal;
}

async function tesseract(picture: Uint8Array, options: string[], run: ToolRun): Promise<RecognisedPage[]> {
  const tsv = await runTool('tesseract', ['stdin', 'stdout', ...options, 'tsv'], picture, run);
  return readTsv(tsv.toString('utf8'));
}

function confidence(pages: RecognisedPage[]): number {
  return pages.reduce((sum, page) => sum + page.confidence, 0) / Math.max(pages.length, 1);
}

function writePages(pages: RecognisedPage[], first: number, builder: TextBuilder): void {
  pages.forEach(({ paragraphs }, i) => {
    builder.startPage(first + i);
    for (const paragraph of paragraphs) builder.add(paragraph);
  });
}
