import * as fc from 'fast-check';
import { TextStream } from './text-stream.js';

/** Every token is one byte, as for characters that the vocabulary lacks: the hardest case. */
const detokenize = (tokens: readonly number[]) => Buffer.from(tokens).toString('utf8');

function stream(bytes: Iterable<number>) {
  const pieces: string[] = [];
  const text = new TextStream(detokenize, (piece) => pieces.push(piece));
  for (const byte of bytes) text.push(byte);
  text.end();
  return { pieces, text: text.text };
}

describe('TextStream', () => {
  it('emits a character only when it is whole', () => {
    const { pieces } = stream(Buffer.from('齟齬😀!'));
    expect(pieces).toEqual(['齟', '齬', '😀', '!']);
  });

  it('emits any text intact, and all of it', () => {
    const characters = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\uFFFD'));
    fc.assert(
      fc.property(characters, (original) => {
        const bytes = Buffer.from(original, 'utf8');
        fc.pre(bytes.toString('utf8') === original);
        const { pieces, text } = stream(bytes);
        expect(text).toBe(original.trimStart());
        expect(pieces.join('')).toBe(text);
        expect(pieces.filter((piece) => piece.includes('\uFFFD'))).toEqual([]);
      }),
    );
  });

  it('lets through what is not text instead of waiting for ever', () => {
    const { pieces, text } = stream([...Array.from({ length: 20 }, () => 0xe9), ...Buffer.from('ok')]);
    expect(text.endsWith('ok')).toBe(true);
    expect(pieces.length).toBeGreaterThan(1);
  });

  it('shows that the answer ended inside a character', () => {
    expect(stream([0x61, 0xe9, 0xbd]).text).toBe('a\uFFFD');
  });

  it('drops the space before an answer, and no other', () => {
    expect(stream(Buffer.from('  Yes, it is. ')).text).toBe('Yes, it is. ');
  });
});
