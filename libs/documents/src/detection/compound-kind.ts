import { documentEncrypted, unsupportedType } from '../document-errors.js';
import { mediaTypes, type SupportedMediaType } from '../media-types.js';

/** Signature of a compound file: the container of old Office formats, and of new ones that have a password. */
export const compoundFile = '\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1';

/** Formats by the name of a stream that each must have, wherever the directory lies. */
const streams: [name: string, kind: SupportedMediaType | 'encrypted' | { unsupported: string }][] = [
  ['EncryptedPackage', 'encrypted'],
  ['Workbook', mediaTypes.xls],
  ['__nameid_version1.0', mediaTypes.msg],
  ['__properties_version1.0', mediaTypes.msg],
  ['WordDocument', { unsupported: 'an old Word file (.doc)' }],
  ['PowerPoint Document', { unsupported: 'an old PowerPoint file (.ppt)' }],
  // Excel 5.0 and 95.
  ['Book', mediaTypes.xls],
];

/**
 * Tells which format a compound file holds.
 * @throws {DocumentError} `document_encrypted` for a new Office file with a password, `unsupported_document_type`.
 */
export function compoundKind(file: Uint8Array): SupportedMediaType {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  // In the directory a name is 64 bytes of UTF-16, filled up with zeros.
  const found = streams
    .map(([name, kind]) => ({ kind, at: bytes.indexOf(Buffer.from(`${name}\0`, 'utf16le')) }))
    .filter(({ at }) => at >= 0)
    // The file's own stream stands before those of files embedded in it.
    .sort((a, b) => a.at - b.at);
  const kind = found[0]?.kind ?? { unsupported: 'an old Microsoft Office file' };
  if (kind === 'encrypted') throw documentEncrypted();
  if (typeof kind === 'string') return kind;
  throw unsupportedType(kind.unsupported);
}
