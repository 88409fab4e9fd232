import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

type Pdfjs = typeof import('pdfjs-dist/legacy/build/pdf.mjs', { with: { 'resolution-mode': 'import' } });

const load = createRequire(__filename);

/** Folder of the pdfjs-dist package, with the character maps and metrics that fonts not embedded in a file need. */
const packageFolder = dirname(load.resolve('pdfjs-dist/package.json'));

/** Where pdf.js finds the maps of Japanese, Chinese and Korean encodings, and the standard fonts. */
export const pdfjsFolders = {
  cMapUrl: join(packageFolder, 'cmaps/'),
  standardFontDataUrl: join(packageFolder, 'standard_fonts/'),
};

/**
 * Loads pdf.js for reading text in this thread. Nothing is drawn, so the browser's drawing classes, which pdf.js
 * names while it loads, are empty stand-ins, and its worker is handed over instead of being started.
 */
export function loadPdfjs(): Pdfjs {
  provideGlobal('pdfjsWorker', () => load('pdfjs-dist/legacy/build/pdf.worker.min.mjs'));
  for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) provideGlobal(name, () => class {});
  return load('pdfjs-dist/legacy/build/pdf.min.mjs') as Pdfjs;
}

function provideGlobal(name: string, make: () => unknown): void {
  if (!Reflect.has(globalThis, name)) Reflect.set(globalThis, name, make());
}
