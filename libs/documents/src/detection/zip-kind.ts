import { mediaTypes, type SupportedMediaType } from '../media-types.js';
import { zipNames } from '../zip/read-zip.js';

/** Parts that give a container's format away: the supported ones by their media type, others in words. */
const tellTales: [pattern: RegExp, kind: SupportedMediaType | { unsupported: string }][] = [
  [/^word\//u, mediaTypes.docx],
  [/^ppt\//u, mediaTypes.pptx],
  [/^xl\/workbook\.bin$/u, mediaTypes.xlsb],
  [/^xl\//u, mediaTypes.xlsx],
  [/^META-INF\/container\.xml$/u, { unsupported: 'an e-book (EPUB)' }],
  [/^Index\/Document\.iwa$/u, { unsupported: 'an iWork document' }],
];

/** Extensions of Office files, for one too damaged to show its parts. */
const byName: [pattern: RegExp, type: SupportedMediaType][] = [
  [/\.do[ct][xm]$/iu, mediaTypes.docx],
  [/\.p(?:pt|ot|ps)[xm]$/iu, mediaTypes.pptx],
  [/\.xl[st][xm]$/iu, mediaTypes.xlsx],
];

/**
 * Tells which format a ZIP container holds, from the names of its parts. A file that shows only the parts all Office
 * formats share is taken by its name; the parser looks again.
 */
export function zipKind(bytes: Uint8Array, name: string): SupportedMediaType | { unsupported: string } {
  const parts = zipNames(bytes);
  for (const [pattern, kind] of tellTales) {
    if (parts.some((part) => pattern.test(part))) return kind;
  }
  if (parts[0] === 'mimetype') return { unsupported: 'an OpenDocument file or an e-book' };
  const office = parts.includes('[Content_Types].xml') || parts.includes('_rels/.rels');
  const type = byName.find(([pattern]) => pattern.test(name))?.[1];
  return office && type ? type : { unsupported: 'an archive (ZIP)' };
}
