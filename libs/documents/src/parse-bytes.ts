import { detectMediaType } from './detection/detect-media-type.js';
import { DocumentError, documentCorrupt, documentTooLarge, fileTooLarge } from './document-errors.js';
import type { ParseLimits } from './limits.js';
import { mediaTypes, type SupportedMediaType } from './media-types.js';
import { pictureType } from './ocr/picture-type.js';
import type { Parser, ParseProgress, ReadPart } from './parser.js';
import type { ParsedText } from './pictures/pictures.js';

/** What is told on the way. */
export interface ParseEvents {
  /** The parser is loaded: whatever goes wrong from here on is the file's doing. */
  onStart?: () => void;
  onProgress?: ParseProgress;
}

/**
 * Detects a file's type and parses it in this process, without isolation: only for bytes that are trusted, or inside
 * the sandboxed child. Each parser is loaded when it is first needed, since PDF's alone takes a fifth of a second.
 *
 * @throws {DocumentError}; another error only when the parser itself cannot be loaded.
 */
export async function parseBytes(
  bytes: Uint8Array,
  name: string,
  limits: ParseLimits,
  events: ParseEvents = {},
): Promise<ParsedText> {
  // Containers inside each other share their limits: the parsers count down in this copy.
  return readDocument(bytes, name, { ...limits }, events, limits.maxNesting);
}

async function readDocument(
  bytes: Uint8Array,
  name: string,
  limits: ParseLimits,
  events: ParseEvents,
  nesting: number,
): Promise<ParsedText> {
  if (bytes.length > limits.maxBytes) throw fileTooLarge(bytes.length, limits);
  const parse = await parserOf(bytes, name, nesting < limits.maxNesting);
  events.onStart?.();
  const readPart: ReadPart = (part) => {
    if (nesting <= 0) throw documentTooLarge('its parts are nested too deeply', 'maxNesting');
    // A copy: pdf.js takes over the memory it is given, in which other parts may lie.
    return readDocument(part.bytes.slice(), part.name, limits, {}, nesting - 1);
  };
  try {
    return await parse(bytes, limits, events.onProgress, readPart);
  } catch (error) {
    throw asDocumentError(error);
  }
}

/** What a parser threw. Its own words are of no use to the person who uploaded the file; they stay in the cause. */
export function asDocumentError(error: unknown): DocumentError {
  if (error instanceof DocumentError) return error;
  const deep = error instanceof RangeError && /call stack/u.test(error.message);
  return documentCorrupt(deep ? 'its elements are nested too deeply' : 'its content is not valid', error);
}

/** A picture that is a document of its own never gets here; one that is part of a document is left to recognition. */
async function parserOf(bytes: Uint8Array, name: string, isPart: boolean): Promise<Parser> {
  if (isPart && pictureType(bytes.subarray(0, 16)) !== null)
    return (await import('./ocr/parse-picture.js')).parsePicture;
  return parsers[detectMediaType(bytes, name)]();
}

const parsers: Record<SupportedMediaType, () => Promise<Parser>> = {
  [mediaTypes.pdf]: async () => (await import('./pdf/parse-pdf.js')).parsePdf,
  [mediaTypes.ods]: async () => (await import('./sheets/parse-workbook.js')).parseOds,
  [mediaTypes.odt]: async () => (await import('./opendocument/parse-opendocument.js')).parseOdt,
  [mediaTypes.odp]: async () => (await import('./opendocument/parse-opendocument.js')).parseOdp,
  [mediaTypes.epub]: async () => (await import('./epub/parse-epub.js')).parseEpub,
  [mediaTypes.rtf]: async () => (await import('./rtf/parse-rtf.js')).parseRtf,
  [mediaTypes.json]: async () => (await import('./json/parse-json.js')).parseJson,
  [mediaTypes.jsonl]: async () => (await import('./json/parse-json.js')).parseJson,
  [mediaTypes.zip]: async () => (await import('./zip/parse-archive.js')).parseArchive,
  [mediaTypes.eml]: async () => (await import('./mail/parse-eml.js')).parseEml,
  [mediaTypes.msg]: async () => (await import('./mail/parse-msg.js')).parseMsg,
  [mediaTypes.pptx]: async () => (await import('./slides/parse-pptx.js')).parsePptx,
  [mediaTypes.xlsx]: async () => (await import('./sheets/parse-workbook.js')).parseXlsx,
  [mediaTypes.xlsb]: async () => (await import('./sheets/parse-workbook.js')).parseXlsb,
  [mediaTypes.xls]: async () => (await import('./sheets/parse-workbook.js')).parseXls,
  [mediaTypes.csv]: async () => (await import('./sheets/parse-delimited.js')).parseCsv,
  [mediaTypes.tsv]: async () => (await import('./sheets/parse-delimited.js')).parseTsv,
  [mediaTypes.docx]: async () => (await import('./docx/parse-docx.js')).parseDocx,
  [mediaTypes.html]: async () => (await import('./html/parse-html.js')).parseHtml,
  [mediaTypes.markdown]: async () => (await import('./markdown/parse-markdown.js')).parseMarkdown,
  [mediaTypes.text]: async () => (await import('./plain/parse-plain-text.js')).parsePlainText,
};

/** Loads the parser of a type ahead of its first use. */
export async function loadParser(type: SupportedMediaType): Promise<void> {
  await parsers[type]();
}
