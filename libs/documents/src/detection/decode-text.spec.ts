import { decodeText, decoderOf } from './decode-text.js';

const prose = '就業規則の改定について、お知らせします。カタカナ語と「括弧」、数字の１２３も含みます。';

/** Encodes by trying every pair of bytes once: Node decodes these encodings but cannot write them. */
function encode(text: string, encoding: 'shift_jis' | 'euc-jp'): Uint8Array {
  const table = new Map<string, number[]>();
  const decoder = new TextDecoder(encoding);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (!character.includes('\uFFFD') && Array.from(character).length === 1)
        table.set(character, [lead, trail]);
    }
  }
  return Uint8Array.from(
    Array.from(text).flatMap((character) => table.get(character) ?? [character.charCodeAt(0)]),
  );
}

describe('decodeText', () => {
  it('reads UTF-8 with and without a byte-order mark', () => {
    const bytes = new TextEncoder().encode(prose);
    expect(decodeText(bytes)).toEqual({ text: prose, encoding: 'utf-8' });
    expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes)).text).toBe(prose);
  });

  it('reads UTF-16 in both byte orders by its byte-order mark', () => {
    const little = Buffer.from(`\uFEFF${prose}`, 'utf16le');
    expect(decodeText(little)).toEqual({ text: prose, encoding: 'utf-16le' });
    expect(decodeText(Buffer.from(little).swap16())).toEqual({ text: prose, encoding: 'utf-16be' });
  });

  it.each(['shift_jis', 'euc-jp'] as const)('recognises %s', (encoding) => {
    expect(decodeText(encode(prose, encoding))).toEqual({ text: prose, encoding });
    expect(decodeText(encode('日本', encoding)).text).toBe('日本');
  });

  it('recognises ISO-2022-JP by its escape sequences', () => {
    // "日本" between the escapes to JIS X 0208 and back to ASCII.
    const bytes = Buffer.from('\u001B$BF|K\\\u001B(B Tokyo', 'latin1');
    expect(decodeText(bytes)).toEqual({ text: '日本 Tokyo', encoding: 'iso-2022-jp' });
  });

  it('reads ISO-2022-JP that leaves a character set only to enter it again, wherever a chunk ends', () => {
    const bytes = Buffer.from('\u001B$BF|\u001B(B\u001B$BK\\\u001B(B Tokyo \u001B$BF|\u001B(B', 'latin1');
    expect(decodeText(bytes).text).toBe('日本 Tokyo 日');
    for (const size of [1, 2, 3, 5]) {
      const decoder = decoderOf('iso-2022-jp');
      let text = '';
      for (let at = 0; at < bytes.length; at += size) {
        text += decoder.decode(bytes.subarray(at, at + size), { last: at + size >= bytes.length });
      }
      expect(text).toBe('日本 Tokyo 日');
    }
  });

  it('tells Western text from Japanese', () => {
    const text = 'Größe, Übung, café, naïve façade – déjà vu';
    const bytes = Buffer.from(text.replace('–', '\u0096'), 'latin1');
    expect(decodeText(bytes)).toEqual({ text, encoding: 'windows-1252' });
  });

  it('believes the encoding that the file declares, unless the bytes are UTF-8 all the same', () => {
    const cyrillic = Uint8Array.of(0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2);
    expect(decodeText(cyrillic, 'windows-1251').text).toBe('Привет');
    expect(decodeText(new TextEncoder().encode(prose), 'shift_jis').text).toBe(prose);
    expect(decodeText(cyrillic, 'no-such-encoding').encoding).toBe('windows-1252');
  });

  it('reads a head that ends in the middle of a character', () => {
    const bytes = new TextEncoder().encode(prose);
    expect(decodeText(bytes.subarray(0, bytes.length - 1)).encoding).toBe('utf-8');
  });
});
