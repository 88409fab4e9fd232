import { unsupportedType } from '../document-errors.js';
import { mediaTypes, type SupportedMediaType } from '../media-types.js';
import { compoundFile, compoundKind } from './compound-kind.js';
import { decodeText } from './decode-text.js';
import { zipKind } from './zip-kind.js';

/** How much of a file's beginning {@link detectMediaType} looks at. */
const DETECTION_HEAD_BYTES = 64 * 1024;

/** Formats that are recognised only to say what they are: magic bytes, offset, name. */
const refused: [magic: string, offset: number, name: string][] = [
  ['\u0089PNG', 0, 'an image (PNG)'],
  ['\u00FF\u00D8\u00FF', 0, 'an image (JPEG)'],
  ['GIF8', 0, 'an image (GIF)'],
  ['\u001F\u008B', 0, 'a compressed file (gzip)'],
  ['7z\u00BC\u00AF', 0, 'an archive (7-Zip)'],
  ['ustar', 257, 'an archive (tar)'],
  ['%!PS', 0, 'a PostScript file'],
];

/**
 * Tells a file's type from its first 64 KiB, a container's from its directory. The name only decides what bytes
 * cannot: whether text is Markdown or a table, and whether text with a few tags is HTML.
 *
 * @throws {DocumentError} `unsupported_document_type`, which lists the supported types; `document_encrypted` for an
 * Office file with a password, which shows nothing else of itself.
 */
export function detectMediaType(file: Uint8Array, name: string): SupportedMediaType {
  const bytes = file.subarray(0, DETECTION_HEAD_BYTES);
  const ascii = new TextDecoder('latin1').decode(bytes);
  // Before PDF: an archive may hold one near its beginning, stored as it is.
  if (ascii.startsWith('PK\u0003\u0004') || ascii.startsWith('PK\u0005\u0006')) {
    const kind = zipKind(file, name);
    if (typeof kind === 'string') return kind;
    throw unsupportedType(kind.unsupported);
  }
  // Readers accept a PDF whose header follows up to 1,024 bytes of other data.
  if (ascii.slice(0, 1024 + 5).includes('%PDF-') || /^%[^]{0,40}\d+ 0 obj\b/u.test(ascii))
    return mediaTypes.pdf;
  if (startsWithBytes(file, compoundFile, 0)) return compoundKind(file);
  if (ascii.startsWith('{\\rtf')) return mediaTypes.rtf;
  const known = refused.find(([magic, offset]) => startsWithBytes(bytes, magic, offset));
  if (known) throw unsupportedType(known[2]);
  return detectText(bytes, name);
}

function detectText(bytes: Uint8Array, name: string): SupportedMediaType {
  const { text, encoding } = decodeText(bytes);
  if (!looksLikeText(text, encoding)) throw unsupportedType('of a binary format');
  const start = text.slice(0, 8192).replace(/^(?:\s+|<!--[^]*?-->|<\?xml[^>]*\?>)+/u, '');
  if (/^<(?:!doctype\s+html|html|head|body)\b/iu.test(start)) return mediaTypes.html;
  if (/\.(?:md|markdown|mdown|mkd|mdx)$/iu.test(name)) return mediaTypes.markdown;
  if (isMessage(start, name)) return mediaTypes.eml;
  if (/\.csv$/iu.test(name)) return mediaTypes.csv;
  if (/\.(?:tsv|tab)$/iu.test(name)) return mediaTypes.tsv;
  if (/\.(?:jsonl|ndjson)$/iu.test(name)) return mediaTypes.jsonl;
  if (/^(?:\{\s*["}]|\[\s*[[{"\]\d-])/u.test(start) || /\.json$/iu.test(name)) return mediaTypes.json;
  const tags =
    start.match(/<\/?(?:p|div|h[1-6]|table|ul|ol|span|br|section|article)\b[^<>]*>/giu)?.length ?? 0;
  if (/\.x?html?$/iu.test(name) && tags > 0) return mediaTypes.html;
  return mediaTypes.text;
}

/** A message begins with its header: named `.eml`, or with a sender and two more of the lines that every mail has. */
function isMessage(start: string, name: string): boolean {
  const header =
    /^(?:>?From [^\n]*\r?\n)?((?:[\w-]+:[^\n]*(?:\r?\n[ \t][^\n]*)*\r?\n)+)/u.exec(start)?.[1] ?? '';
  const has = (field: string) => new RegExp(`^${field}:`, 'imu').test(header);
  const usual = ['Date', 'Subject', 'To', 'Message-ID', 'MIME-Version', 'Received'].filter(has).length;
  if (/\.eml$/iu.test(name)) return usual > 0 || has('From') || has('Content-Type');
  return has('From') && usual >= 2 && (has('Message-ID') || has('MIME-Version') || has('Received'));
}

/** Text has no NUL and at most one control or undecodable character in a hundred. */
function looksLikeText(text: string, encoding: string): boolean {
  if (text.includes('\0')) return false;
  const odd = text.match(/(?![\t\n\v\f\r\u0085])\p{Cc}|\uFFFD/gu)?.length ?? 0;
  // An 8-bit guess accepts any bytes, so it must earn belief: C1 controls are no letters.
  const allowed = encoding === 'windows-1252' ? 0.005 : 0.01;
  return odd <= text.length * allowed + 1;
}

function startsWithBytes(bytes: Uint8Array, magic: string, offset: number): boolean {
  return Array.from(magic).every((character, i) => bytes[offset + i] === character.charCodeAt(0));
}
