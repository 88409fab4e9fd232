import { DocumentError } from '../document-errors.js';
import type { ParseProgress, Part, ReadPart } from '../parser.js';
import type { TextBuilder } from '../text/text-builder.js';

/** Where the parts go. */
export interface PartsPlace {
  builder: TextBuilder;
  /** Page number of the first part; each is a page of its own. */
  firstPage: number;
  /** Level of the headings that name the parts. */
  level: number;
  onProgress?: ParseProgress | undefined;
}

/**
 * Writes each part under a heading of its name. One that cannot be read (a picture, a damaged or locked file) leaves
 * only its name; one that breaks a limit fails the whole document.
 *
 * @returns why parts could not be read.
 */
export async function writeParts(
  parts: Part[],
  readPart: ReadPart,
  { builder, firstPage, level, onProgress }: PartsPlace,
): Promise<DocumentError[]> {
  const failures: DocumentError[] = [];
  for (const [i, part] of parts.entries()) {
    builder.startPage(firstPage + i);
    builder.add(part.name, { level });
    try {
      builder.append(await readPart(part), level, part.bytes);
    } catch (error) {
      if (!(error instanceof DocumentError) || error.code === 'document_too_large') throw error;
      failures.push(error);
    }
    onProgress?.(i + 1, parts.length);
  }
  return failures;
}
