import type { TextPiece } from '#contracts';
import * as fc from 'fast-check';
import { decodeText } from '../detection/decode-text.js';
import { defaultParseLimits } from '../limits.js';
import { TextBuilder } from '../text/text-builder.js';
import { isSound } from '../isolation/check-extracted.js';
import { joinPieces } from '../pieces/cut-pieces.js';
import type { FileSource } from '../pieces/file-source.js';
import { readPlainText } from './parse-plain-text.js';

/** The same bytes in chunks of the given sizes, over and over. */
function chunked(bytes: Uint8Array, sizes: number[]): FileSource {
  return {
    size: bytes.length,
    async *open() {
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const size = sizes[i % sizes.length]!;
        yield bytes.slice(at, at + size);
        at += size;
      }
    },
  };
}

async function read(bytes: Uint8Array, sizes: number[]) {
  const pieces: TextPiece[] = [];
  const facts = await readPlainText(chunked(bytes, sizes), (piece) => void pieces.push(piece));
  return { pieces, extracted: joinPieces(pieces, facts) };
}

/** What cleaning the text in one string gives. */
function whole(bytes: Uint8Array): string {
  const builder = new TextBuilder(defaultParseLimits);
  builder.add(decodeText(bytes).text);
  return builder.build('text/plain', null).text;
}

describe('readPlainText', () => {
  it('gives the text that reading the whole at once gives, wherever the chunks of the file end', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        '\r',
        '\n',
        '\r\n',
        ' ',
        '\t \n',
        '\u3000',
        'e\u0301',
        '\u0301',
        'か\u3099',
        '👨‍👩‍👧',
        '\u00AD',
        '\f',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    const encodings = ['utf8', 'utf16le'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 30 }),
        fc.constantFrom(...encodings),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        async (lines, encoding, sizes) => {
          const bytes = Buffer.from(
            `${encoding === 'utf16le' ? '\uFEFF' : ''}Begin ${lines.join('')}`,
            encoding,
          );
          const { extracted } = await read(bytes, sizes);
          expect(extracted.text).toBe(whole(bytes));
          expect(isSound(extracted)).toBe(true);
        },
      ),
    );
  });

  it('takes a line end that two chunks share for one', async () => {
    const { extracted } = await read(Buffer.from('\uFEFFBegin \r\r\n!', 'utf16le'), [1]);
    expect(extracted.text).toBe('Begin\n\n!');
  });

  it('cuts long texts into pieces that join without a gap, also where no line ends', async () => {
    const bytes = Buffer.from(`${'あ𠮷い'.repeat(60_000)}\n${'word '.repeat(30_000)}`);
    const { pieces, extracted } = await read(bytes, [65_536]);
    expect(pieces.length).toBeGreaterThan(3);
    expect(Math.max(...pieces.map(({ text }) => text.length))).toBeLessThanOrEqual(65_537);
    let end = 0;
    for (const { start, text } of pieces) {
      expect(start).toBe(end);
      expect(text).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/);
      end += text.length;
    }
    expect(extracted.text).toBe(whole(bytes));
  });

  it('reads a log that is ASCII for long and then Shift_JIS', async () => {
    const japanese = Uint8Array.of(
      0x93,
      0xfa,
      0x96,
      0x7b,
      0x82,
      0xcc,
      0x8b,
      0x4b,
      0x92,
      0xf6,
      0x82,
      0xc5,
      0x82,
      0xb7,
    );
    const bytes = Buffer.concat([Buffer.from('2026-01-05 10:00:00 started\n'.repeat(10_000)), japanese]);
    const { extracted } = await read(bytes, [4096]);
    expect(extracted.text.endsWith('started\n日本の規程です')).toBe(true);
  });

  it('refuses a file of white space', async () => {
    await expect(read(Buffer.from(' \n'.repeat(100)), [7])).rejects.toMatchObject({ code: 'document_empty' });
  });
});
