import type { PDFDocumentProxy } from 'pdfjs-dist' with { 'resolution-mode': 'import' };
import type { RandomAccess } from '../pieces/file-source.js';
import { openPdf, type OpenPdf } from './open-pdf.js';

/**
 * Pages and bytes after which a file is opened anew: pdf.js keeps what it has read of a file, its fonts and its
 * objects, until that is closed, so that its memory would grow with every page.
 */
const PAGES_AT_A_TIME = 200;
const BYTES_AT_A_TIME = 32 * 2 ** 20;

/** A PDF of any length, read page by page. */
export class LongPdf {
  /** Index of the page with which it was opened, and the bytes that the way to that page took. */
  #first = 0;
  #firstBytes = 0;

  private constructor(
    private readonly file: RandomAccess,
    private pdf: OpenPdf,
  ) {}

  /** @throws {DocumentError} as {@link openPdf}. */
  static async open(file: RandomAccess): Promise<LongPdf> {
    return new LongPdf(file, await openPdf(file));
  }

  get document(): PDFDocumentProxy {
    return this.pdf.document;
  }

  /** Makes ready for the next page, by its index; {@link document} may be another one then. */
  async turnTo(index: number): Promise<void> {
    const pages = index - this.#first;
    if (pages === 1) this.#firstBytes = this.pdf.heldBytes();
    const bytes = pages > 1 ? this.pdf.heldBytes() - this.#firstBytes : 0;
    if (pages < PAGES_AT_A_TIME && bytes < BYTES_AT_A_TIME) return;
    await this.close();
    // Left to itself, the engine lets garbage pile up while the heap is far from its bound.
    globalThis.gc?.();
    this.pdf = await openPdf(this.file);
    this.#first = index;
  }

  async close(): Promise<void> {
    await this.pdf.close();
  }
}
