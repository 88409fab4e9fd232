import { getDocument, GlobalWorkerOptions, type PDFPageProxy } from 'pdfjs-dist';
// oxlint-disable-next-line import/default -- Vite answers `?url` with the address of the file
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { kotae } from '../../session/session.js';

GlobalWorkerOptions.workerSrc = workerUrl;

/** A PDF that pages can be drawn from. */
export interface OpenPdf {
  pages: number;
  page: (number: number) => Promise<PDFPageProxy>;
  close: () => void;
}

/**
 * Fetches and opens a document's original. Nothing in it can run or reach anything: scripts are not evaluated, links
 * not followed, and character maps and fonts that it leaves out come from this service.
 */
export async function openPdf(documentId: string, signal: AbortSignal): Promise<OpenPdf> {
  const response = await kotae.value.documents.content(documentId, signal);
  const task = getDocument({
    data: await response.arrayBuffer(),
    cMapUrl: `/${__PDFJS__}/cmaps/`,
    standardFontDataUrl: `/${__PDFJS__}/standard_fonts/`,
    useSystemFonts: false,
    // The Content-Security-Policy lets nobody compile WebAssembly; pdf.js decodes in JavaScript then.
    useWasm: false,
    enableXfa: false,
  });
  signal.addEventListener('abort', () => void task.destroy());
  const pdf = await task.promise;
  return {
    pages: pdf.numPages,
    page: (number) => pdf.getPage(number),
    close: () => void task.destroy(),
  };
}
