import type { ProcessLimits } from '../limits.js';
import { readTsv, type RecognisedPage } from './read-tsv.js';
import { runTool } from './run-tool.js';

/** For one step on one page, not for the document. */
const stepLimits: ProcessLimits = { timeoutMs: 90_000, memoryMb: 512 };
const MAX_OUTPUT = 64 * 2 ** 20;
/** The longer side of a page's picture: 300 dots per inch on A4. */
const PIXELS = 3508;
/** Below this a page is tried again as vertical Japanese; horizontal text that is read well stays above 80. */
const SURE = 75;

/** A page of a PDF: by the file's path, or its bytes where it is part of another document. */
export interface PdfPage {
  pdf: string | Uint8Array;
  page: number;
}

/**
 * Reads a picture, page by page, as lines across and, where that reads badly, as vertical Japanese.
 * @param languages - those that Tesseract has here.
 * @throws {ToolFailed} when it is no sound picture.
 */
export async function readPicture(
  picture: Uint8Array,
  languages: readonly string[],
  signal: AbortSignal | undefined,
): Promise<RecognisedPage[]> {
  const known = ['jpn', 'eng'].filter((language) => languages.includes(language));
  const horizontal = await tesseract(picture, ['-l', known.join('+') || 'eng'], signal);
  const sure = horizontal.length > 0 && horizontal.every((page) => page.confidence >= SURE);
  if (sure || !languages.includes('jpn_vert')) return horizontal;
  // 5: one block of vertical text, which Tesseract does not find out by itself.
  const vertical = await tesseract(picture, ['-l', 'jpn_vert', '--psm', '5'], signal);
  return confidence(vertical) > confidence(horizontal) ? vertical : horizontal;
}

/** Draws a page of a PDF as a picture. */
export async function drawPage({ pdf, page }: PdfPage, signal: AbortSignal | undefined): Promise<Buffer> {
  return poppler('pdftoppm', ['-gray', '-scale-to', String(PIXELS)], { pdf, page }, signal);
}

/**
 * The area that the largest picture on each page of a PDF takes up, square inches, by page. Pages without pictures are
 * missing.
 */
export async function largestPictures(
  pdf: PdfPage['pdf'],
  { first, last }: { first: number; last: number },
  signal: AbortSignal | undefined,
): Promise<Map<number, number>> {
  const list = (await poppler('pdfimages', ['-list'], { pdf, page: first, last }, signal)).toString('utf8');
  const largest = new Map<number, number>();
  // page num type width height color comp bpc enc interp object ID x-ppi y-ppi size ratio
  for (const row of list.split('\n').slice(2)) {
    const [page, , , width, height, , , , , , , , xPpi, yPpi] = row.trim().split(/\s+/u).map(Number);
    const area = ((width ?? 0) / (xPpi ?? 1)) * ((height ?? 0) / (yPpi ?? 1));
    if (page !== undefined && area > (largest.get(page) ?? 0)) largest.set(page, area);
  }
  return largest;
}

function poppler(
  tool: string,
  options: string[],
  { pdf, page, last = page }: PdfPage & { last?: number },
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const range = ['-f', String(page), '-l', String(last)];
  const [file, input] = typeof pdf === 'string' ? [pdf, null] : ['-', pdf];
  return runTool(tool, [...options, ...range, file], input, {
    limits: stepLimits,
    maxOutput: MAX_OUTPUT,
    signal,
  });
}

async function tesseract(
  picture: Uint8Array,
  options: string[],
  signal: AbortSignal | undefined,
): Promise<RecognisedPage[]> {
  const run = { limits: stepLimits, maxOutput: MAX_OUTPUT, signal };
  const tsv = await runTool('tesseract', ['stdin', 'stdout', ...options, 'tsv'], picture, run);
  return readTsv(tsv.toString('utf8'));
}

function confidence(pages: RecognisedPage[]): number {
  return pages.reduce((sum, page) => sum + page.confidence, 0) / Math.max(pages.length, 1);
}
