import { isAscii } from 'node:buffer';
import { guessJapaneseEncoding } from './guess-japanese-encoding.js';

/** How many bytes from the first one beyond ASCII on decide between 8-bit encodings. */
const SAMPLE_BYTES = 64 * 1024;
/** ISO-2022-JP switches character sets by these. */
const ESCAPES = ['$@', '$B', '(J', '(I'].map((escape) => `\u001B${escape}`);

/**
 * Finds a text's encoding while its bytes go by, without holding them: what must be true of every byte is checked on
 * the way, and all else guessed from a sample.
 */
export class EncodingScan {
  #utf8: InstanceType<typeof TextDecoder> | null = new TextDecoder('utf-8', { fatal: true });
  #ascii = true;
  #escape = false;
  /** The last bytes before, in which an escape may have begun. */
  #seam = '';
  #head: number[] = [];
  #sample: Uint8Array[] = [];
  #sampled = 0;

  push(chunk: Uint8Array): void {
    if (this.#head.length < 3) this.#head.push(...chunk.subarray(0, 3 - this.#head.length));
    const ascii = isAscii(chunk);
    if (this.#ascii && ascii && !this.#escape) this.#lookForEscape(chunk);
    if (!(ascii && this.#ascii)) this.#keep(this.#ascii ? firstHighByte(chunk) : 0, chunk);
    this.#ascii &&= ascii;
    try {
      // An unfinished character at the very end is tolerated: it is never flushed.
      this.#utf8?.decode(chunk, { stream: true });
    } catch {
      this.#utf8 = null;
    }
  }

  /**
   * By the byte-order mark, else ISO-2022-JP by its escapes, else UTF-8 where all bytes are valid, else `declared`,
   * else the Japanese encoding that fits, else Windows-1252. A WHATWG label.
   */
  encoding(declared?: string): string {
    const marked = byteOrderMark(this.#head);
    if (marked) return marked;
    if (this.#ascii && this.#escape) return 'iso-2022-jp';
    if (this.#utf8) return 'utf-8';
    const label = knownEncoding(declared);
    if (label && label !== 'utf-8') return label;
    const guess = guessJapaneseEncoding(Buffer.concat(this.#sample));
    return guess ?? (label === 'utf-8' ? 'utf-8' : 'windows-1252');
  }

  #lookForEscape(chunk: Uint8Array): void {
    const text = this.#seam + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
    this.#escape = ESCAPES.some((escape) => text.includes(escape));
    this.#seam = text.slice(-2);
  }

  #keep(from: number, chunk: Uint8Array): void {
    if (this.#sampled >= SAMPLE_BYTES) return;
    // A copy: the chunk's memory may be used again.
    const taken = chunk.slice(from, from + SAMPLE_BYTES - this.#sampled);
    this.#sample.push(taken);
    this.#sampled += taken.length;
  }
}

function firstHighByte(chunk: Uint8Array): number {
  return chunk.findIndex((byte) => byte > 0x7f);
}

function byteOrderMark([a, b, c]: number[]): string | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return null;
}

function knownEncoding(label: string | undefined): string | null {
  if (label === undefined) return null;
  try {
    return new TextDecoder(label.trim()).encoding;
  } catch {
    return null;
  }
}
