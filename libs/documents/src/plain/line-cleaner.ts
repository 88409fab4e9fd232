import { cleanText } from '../text/clean-text.js';
import { PIECE_LENGTH } from '../pieces/cut-pieces.js';

/** A line longer than this is cut, so that a file without line ends is not held whole. */
const LONGEST_LINE = PIECE_LENGTH;
/** White space beyond this is taken for text. */
const MOST_SPACE = 2 ** 20;

/**
 * Cleans a text that comes in chunks, and gives it back in pieces that join to what cleaning the whole would give:
 * without white space at the ends of lines, empty lines at the beginning, or white space at the end.
 */
export class LineCleaner {
  /** What has come since the last line's end. */
  #rest = '';
  /** Lines that are cleaned, until they make a piece. */
  #ready = '';
  /** White space that counts only if something follows it. */
  #space = '';
  #begun = false;
  #words = false;

  /** Whether a letter or a digit has gone by. */
  get hasWords(): boolean {
    return this.#words;
  }

  /** Takes the next chunk, which ends within no character. Returns the pieces that are ready, mostly none or one. */
  push(chunk: string): string[] {
    this.#rest += chunk;
    const end = endOfLines(this.#rest);
    if (end > 0) this.#take(end);
    while (this.#rest.length > 2 * LONGEST_LINE) this.#take(seam(this.#rest, LONGEST_LINE));
    return this.#pieces(PIECE_LENGTH);
  }

  /** The rest of it. */
  end(): string[] {
    this.#take(this.#rest.length);
    return this.#pieces(1);
  }

  #take(length: number): void {
    const cleaned = (this.#space + cleanText(this.#rest.slice(0, length))).replace(/[ \t]+(?=\n)/gu, '');
    this.#rest = this.#rest.slice(length);
    const begun = this.#begun ? cleaned : cleaned.replace(/^(?:[ \t]*\n)+/u, '');
    const trimmed = begun.trimEnd();
    const kept = begun.length - trimmed.length > MOST_SPACE ? begun : trimmed;
    this.#begun ||= kept !== '';
    this.#space = begun.slice(kept.length);
    this.#ready += kept;
    this.#words ||= /[\p{L}\p{N}]/u.test(kept);
  }

  #pieces(least: number): string[] {
    const pieces: string[] = [];
    while (this.#ready.length >= least) {
      const cut =
        this.#ready.length > PIECE_LENGTH ? wholeCharacters(this.#ready, PIECE_LENGTH) : this.#ready.length;
      pieces.push(this.#ready.slice(0, cut));
      this.#ready = this.#ready.slice(cut);
    }
    return pieces;
  }
}

/** Where the last whole line ends; a line end at the very end may be the first half of one. */
function endOfLines(text: string): number {
  return Math.max(text.lastIndexOf('\n'), text.slice(0, -1).lastIndexOf('\r')) + 1;
}

/** A place near `at` over which nothing composes, nor is a line end or a character cut. */
function seam(text: string, at: number): number {
  for (let place = at; place > at - 1000; place--) {
    const around = text.slice(place - 4, place + 4);
    if (/\p{Surrogate}|[\r\n]/u.test(around)) continue;
    if (around.normalize('NFC').length === around.length && !/\p{M}/u.test(around)) return place;
  }
  return wholeCharacters(text, at);
}

function wholeCharacters(text: string, at: number): number {
  const unit = text.charCodeAt(at - 1);
  return unit >= 0xd800 && unit <= 0xdbff ? at + 1 : at;
}
