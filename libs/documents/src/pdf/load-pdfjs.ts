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
  const restore = keepBuiltIns();
  skipCanvas();
  provideGlobal('pdfjsWorker', () => load('pdfjs-dist/legacy/build/pdf.worker.min.mjs'));
  for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) provideGlobal(name, () => class {});
  const pdfjs = load('pdfjs-dist/legacy/build/pdf.min.mjs') as Pdfjs;
  restore();
  return pdfjs;
}

function provideGlobal(name: string, make: () => unknown): void {
  if (!Reflect.has(globalThis, name)) Reflect.set(globalThis, name, make());
}

/**
 * The build that runs on Node 20 replaces what the engine has by its own for the sake of rare cases (an array that
 * must not grow, what `JSON.parse` tells of numbers); in a profile,
 * `push` alone took a tenth of the time.
 */
function keepBuiltIns(): () => void {
  const { push } = Array.prototype;
  const { parse, stringify } = JSON;
  return () => {
    Reflect.set(Array.prototype, 'push', push);
    Object.assign(JSON, { parse, stringify });
  };
}

/** Draws nothing, so the native library for drawing, which pdf.js loads where it is installed, is not needed. */
function skipCanvas(): void {
  try {
    const path = createRequire(load.resolve('pdfjs-dist/package.json')).resolve('@napi-rs/canvas');
    load.cache[path] ??= { exports: {}, loaded: true, id: path, filename: path } as NodeJS.Module;
  } catch {
    // It is an optional package.
  }
}
