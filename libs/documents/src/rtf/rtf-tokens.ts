/** A piece of a Rich Text file. */
export type RtfToken =
  | { kind: 'open' }
  | { kind: 'close' }
  /** A control word with its number, or a control symbol (`~`, `*`). */
  | { kind: 'control'; word: string; value: number | null }
  /** Bytes of text, in the code page in force. */
  | { kind: 'text'; bytes: Uint8Array };

/** Takes a Rich Text file apart. Line ends mean nothing in it; `\binN` is passed over with its N bytes. */
export function* rtfTokens(file: Uint8Array): Generator<RtfToken> {
  const source = Buffer.from(file.buffer, file.byteOffset, file.byteLength).toString('latin1');
  const token = /([{}])|\\([a-z]+)(-?\d{1,10})? ?|\\'([\da-f]{2})|\\([^a-z])|([^\\{}\r\n]+)|[\r\n]+|\\/giuy;
  while (token.lastIndex < source.length) {
    const found = token.exec(source);
    if (!found) return;
    const [, brace, word, number, hex, symbol, text] = found;
    if (brace !== undefined) yield { kind: brace === '{' ? 'open' : 'close' };
    else if (hex !== undefined) yield { kind: 'text', bytes: Uint8Array.of(Number.parseInt(hex, 16)) };
    else if (text !== undefined) yield { kind: 'text', bytes: Buffer.from(text, 'latin1') };
    else if (word === 'bin') token.lastIndex += Math.max(0, Number(number ?? 0));
    else if (word !== undefined)
      yield { kind: 'control', word, value: number === undefined ? null : Number(number) };
    else if (symbol !== undefined) yield { kind: 'control', word: symbol, value: null };
  }
}
