import { EncodingScan } from './encoding-scan.js';

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
  const scan = new EncodingScan();
  scan.push(bytes);
  const encoding = scan.encoding(declared);
  return { text: decoderOf(encoding).decode(bytes, { last: true }), encoding };
}

/** Decodes a text chunk by chunk; what it returns never ends within a character. */
export interface ChunkDecoder {
  decode(chunk: Uint8Array, options: { last: boolean }): string;
}

export function decoderOf(encoding: string): ChunkDecoder {
  if (encoding === 'iso-2022-jp') return iso2022JpDecoder();
  const decoder = new TextDecoder(encoding);
  return {
    decode(chunk, { last }) {
      const text = decoder.decode(chunk, { stream: !last });
      return encoding === 'windows-1252' ? mapC1(text) : text;
    },
  };
}

const ESC = '\u001B';
/** An escape that the next one undoes at once: browsers take it for an attack and show U+FFFD. */
const undone = new RegExp(`${ESC}(?:\\$[@B]|\\([BIJ])(?=${ESC})`, 'gu');
const atEnd = new RegExp(`${ESC}.{0,2}$`, 'su');

/** Programs that encode a text word by word leave the character set between two words only to enter it again. */
function iso2022JpDecoder(): ChunkDecoder {
  const decoder = new TextDecoder('iso-2022-jp');
  let unread = '';
  return {
    decode(chunk, { last }) {
      const read = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
      const text = (unread + read).replace(undone, '');
      // An escape at the end may be followed by another in the next chunk.
      const end = last ? text.length : text.length - (atEnd.exec(text)?.[0].length ?? 0);
      unread = text.slice(end);
      return decoder.decode(Buffer.from(text.slice(0, end), 'latin1'), { stream: !last });
    },
  };
}

/** Bytes 0x80 to 0x9F in Windows-1252; Node 20 decodes them as if the text were Latin-1. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

function mapC1(text: string): string {
  return text.replace(/[\u0080-\u009F]/gu, (control) => windows1252[control.charCodeAt(0) - 0x80] ?? control);
}
