/**
 * Reads uploaded files. In flows a file of any type, from anybody; out flows its text with the places of its pages
 * and headings, or an error that says what to do. The type comes from the bytes (`detection/`), one parser per type
 * makes blocks of text (`plain/`, `markdown/`, `html/`, `pdf/`, `docx/`, `slides/`, `sheets/`,
 * `mail/`, …; `parts/` those of containers; `ocr/` reads pictures by Tesseract), which `text/` joins and measures, and all
 * of it runs in a child process without rights (`isolation/`).
 */
export { extractPieces, extractText } from './isolation/extract-text.js';
export type { DocumentFile, ExtractOptions } from './isolation/parse-in-child.js';
export { lookForToolsIn } from './ocr/run-tool.js';
export { readerOf } from './isolation/reader-of.js';
export { defaultParseLimits, defaultProcessLimits, limitSettings } from './limits.js';
export { stopIdleParsers } from './isolation/child-pool.js';
