import type { TextBuilder } from '../text/text-builder.js';
import type { RtfToken } from './rtf-tokens.js';
import { characters, charsetEncodings, codePages, destinations, type Destination } from './rtf-words.js';
import { RtfWriter } from './rtf-writer.js';

/** What a group inherits, and gives back at its end. */
interface State {
  destination: Destination;
  font: number;
  /** How many characters stand for one `\u` in programs that do not know it. */
  fallback: number;
  hidden: boolean;
}

/** A backslash before a line's end is an old way to end a paragraph. */
const endsParagraph = /^(?:par|sect|page|[\r\n])$/u;

/** Deeper groups than this are an attack; real files stay below 100. */
const MAX_DEPTH = 1000;

/** Follows a Rich Text file token by token and writes what a reader would see. */
export class RtfReader {
  readonly #writer: RtfWriter;
  readonly #fonts = new Map<number, string>();
  readonly #headingStyles = new Map<number, number>();
  #outer: State[] = [];
  #state: State = { destination: 'body', font: 0, fallback: 1, hidden: false };
  #encoding = 'windows-1252';
  /** Bytes of text that wait for the rest of their character. */
  #bytes: number[] = [];
  /** Characters yet to be passed over after a `\u`. */
  #skip = 0;
  #captured = '';
  #title = '';
  #style = 0;
  #inTable = false;
  #level: number | null = null;

  constructor(builder: TextBuilder) {
    this.#writer = new RtfWriter(builder);
  }

  take(token: RtfToken): void {
    if (token.kind === 'text') {
      for (const byte of token.bytes) {
        if (this.#skip > 0) this.#skip--;
        else this.#bytes.push(byte);
      }
      return;
    }
    // A character set as one byte stands in for `\u`; a control word among them ends what is passed over.
    this.#flush();
    if (token.kind === 'open') {
      if (this.#outer.length < MAX_DEPTH) this.#outer.push({ ...this.#state });
    } else if (token.kind === 'close') {
      this.#leave();
    } else {
      this.#control(token.word, token.value);
    }
  }

  end(): { title: string } {
    this.#flush();
    this.#writer.end();
    return { title: this.#title };
  }

  #leave(): void {
    const { destination } = this.#state;
    const outer = this.#outer.pop();
    if (outer) this.#state = outer;
    this.#skip = 0;
    if (destination === this.#state.destination && destination !== 'styles') return;
    if (destination === 'title') this.#title = this.#captured;
    if (destination === 'note') this.#writer.note(this.#captured);
    if (destination === 'styles') {
      const heading = /(?:heading|見出し)\s*([1-6])/iu.exec(this.#captured.normalize('NFKC'));
      if (heading) this.#headingStyles.set(this.#style, Number(heading[1]));
    }
    this.#captured = '';
  }

  #control(word: string, value: number | null): void {
    const state = this.#state;
    if (word === '*') {
      state.destination = 'none';
    } else if (Object.hasOwn(destinations, word)) {
      // A footnote in a part that is not read is not read either.
      if (state.destination !== 'none' || word === 'title') state.destination = destinations[word] ?? 'none';
      this.#captured = '';
    } else if (word === 'u' && value !== null) {
      this.#write(String.fromCharCode(value & 0xffff));
      this.#skip = state.fallback;
    } else if (Object.hasOwn(characters, word)) {
      this.#write(characters[word] ?? '');
    } else if (!this.#characterFormat(word, value)) {
      this.#paragraphFormat(word, value);
    }
  }

  #characterFormat(word: string, value: number | null): boolean {
    const state = this.#state;
    if (word === 'uc') state.fallback = Math.min(Math.max(value ?? 1, 0), 100);
    else if (word === 'f') state.font = value ?? 0;
    else if (word === 'fcharset') this.#fonts.set(state.font, charsetEncodings[value ?? 0] ?? '');
    else if (word === 'ansicpg') this.#encoding = codePages[value ?? 0] ?? `windows-${value ?? 1252}`;
    else if (word === 'mac') this.#encoding = 'macintosh';
    else if (word === 'v' || word === 'deleted') state.hidden = value !== 0;
    else if (word === 'plain') state.hidden = false;
    else return false;
    return true;
  }

  #paragraphFormat(word: string, value: number | null): void {
    if (word === 's') {
      this.#style = value ?? 0;
      this.#level = this.#headingStyles.get(this.#style) ?? null;
    }
    if (this.#state.destination === 'note' && word === 'par') this.#write('\n');
    if (this.#state.destination !== 'body') return;
    if (word === 'pard') {
      this.#inTable = false;
      this.#level = null;
    } else if (word === 'intbl') this.#inTable = true;
    else if (word === 'outlinelevel')
      this.#level = value !== null && value >= 0 && value < 6 ? value + 1 : null;
    else if (endsParagraph.test(word)) this.#writer.endParagraph(this.#inTable, this.#level);
    else if (word === 'cell' || word === 'nestcell') this.#writer.endCell();
    else if (word === 'row') this.#writer.endRow();
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    const encoding = this.#fonts.get(this.#state.font) || this.#encoding;
    this.#write(decode(Uint8Array.from(this.#bytes.splice(0)), encoding));
  }

  #write(text: string): void {
    const { destination, hidden } = this.#state;
    if (destination === 'body' && !hidden) this.#writer.text(text);
    else if (destination === 'note' || destination === 'title' || destination === 'styles')
      this.#captured += text;
  }
}

function decode(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
