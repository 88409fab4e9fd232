import { guessJapaneseEncoding } from './guess-japanese-encoding.js';

/** Text together with the encoding that it was read in (a WHATWG label). */
export interface DecodedText {
  text: string;
  encoding: string;
}

/**
 * Decodes a text file: by its byte-order mark, else UTF-8 where the bytes are valid UTF-8, else the encoding that
 * the file declares for itself, else the Japanese encoding that fits, else Windows-1252. The same bytes always give
 * the same text. A character cut off at the end of `bytes` is dropped where `bytes` is only the head of a file.
 *
 * @param declared - the encoding named by the file, e.g. in an HTML `<meta charset>`.
 */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText {
  const marked = byteOrderMark(bytes);
  if (marked) return decodeAs(bytes, marked);
  if (looksLikeIso2022Jp(bytes)) return decodeAs(bytes, 'iso-2022-jp');
  if (isValid(bytes, 'utf-8')) return decodeAs(bytes, 'utf-8');
  const label = knownEncoding(declared);
  if (label && label !== 'utf-8') return decodeAs(bytes, label);
  return decodeAs(bytes, guessJapaneseEncoding(bytes) ?? (label === 'utf-8' ? 'utf-8' : 'windows-1252'));
}

/** Whether the bytes are valid in an encoding; an unfinished character at the very end is tolerated. */
function isValid(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return null;
}

/** ISO-2022-JP switches character sets by escape sequences and holds no byte above 0x7F. */
function looksLikeIso2022Jp(bytes: Uint8Array): boolean {
  if (!bytes.includes(0x1b) || bytes.some((byte) => byte > 0x7f)) return false;
  const text = new TextDecoder('latin1').decode(bytes);
  return ['$@', '$B', '(J', '(I'].some((escape) => text.includes(`\u001B${escape}`));
}

function decodeAs(bytes: Uint8Array, encoding: string): DecodedText {
  const text = new TextDecoder(encoding).decode(bytes);
  return { text: encoding === 'windows-1252' ? mapC1(text) : text, encoding };
}

/** Bytes 0x80 to 0x9F in Windows-1252; Node 20 decodes them as if the text were Latin-1. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

function mapC1(text: string): string {
  return text.replace(/[\u0080-\u009F]/gu, (control) => windows1252[control.charCodeAt(0) - 0x80] ?? control);
}

function knownEncoding(label: string | undefined): string | null {
  if (label === undefined) return null;
  try {
    return new TextDecoder(label.trim()).encoding;
  } catch {
    return null;
  }
}
