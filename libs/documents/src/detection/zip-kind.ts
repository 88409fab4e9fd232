import { defaultParseLimits } from '../limits.js';
import { mediaTypes, type SupportedMediaType } from '../media-types.js';
import { readZip, zipNames } from '../zip/read-zip.js';

/** Parts that give a container's format away: the supported ones by their media type, others in words. */
const tellTales: [pattern: RegExp, kind: SupportedMediaType | { unsupported: string }][] = [
  [/^word\//u, mediaTypes.docx],
  [/^ppt\//u, mediaTypes.pptx],
  [/^xl\/workbook\.bin$/u, mediaTypes.xlsb],
  [/^xl\//u, mediaTypes.xlsx],
  [/^META-INF\/container\.xml$/u, mediaTypes.epub],
  [/^Index\/Document\.iwa$/u, { unsupported: 'an iWork document' }],
];

/** Extensions of Office files, for one too damaged to show its parts. */
const byName: [pattern: RegExp, type: SupportedMediaType][] = [
  [/\.do[ct][xm]$/iu, mediaTypes.docx],
  [/\.p(?:pt|ot|ps)[xm]$/iu, mediaTypes.pptx],
  [/\.xl[st][xm]$/iu, mediaTypes.xlsx],
];

/** OpenDocument's kinds say what they are in a part of their own. */
const openDocuments = [mediaTypes.odt, mediaTypes.ods, mediaTypes.odp];

/**
 * Tells which format a ZIP container holds, from the names of its parts: an archive, where they are of no known one.
 * A file that shows only the parts all Office formats share is taken by its name; the parser looks again.
 */
export function zipKind(bytes: Uint8Array, name: string): SupportedMediaType | { unsupported: string } {
  const parts = zipNames(bytes);
  for (const [pattern, kind] of tellTales) {
    if (parts.some((part) => pattern.test(part))) return kind;
  }
  if (parts.includes('mimetype')) {
    const kind = declaredKind(bytes);
    // A template differs from a document by the end of its name.
    const type = openDocuments.find((each) => kind.includes(each));
    return type ?? { unsupported: 'an OpenDocument file of another kind' };
  }
  const office = parts.includes('[Content_Types].xml') || parts.includes('_rels/.rels');
  const type = byName.find(([pattern]) => pattern.test(name))?.[1];
  return office && type ? type : mediaTypes.zip;
}

/** What the part `mimetype` says; of a damaged file, where it stands unpacked at the beginning. */
function declaredKind(bytes: Uint8Array): string {
  const decoder = new TextDecoder('latin1');
  try {
    const parts = readZip(bytes, (name) => name === 'mimetype', { ...defaultParseLimits });
    return decoder.decode(parts.get('mimetype'));
  } catch {
    return decoder.decode(bytes.subarray(0, 200));
  }
}
