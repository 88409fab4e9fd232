import * as fc from 'fast-check';
import { cleanText } from './clean-text.js';

describe('cleanText', () => {
  it('composes characters, so that equal words are equal strings', () => {
    expect(cleanText('か\u3099 cafe\u0301')).toBe('が café');
  });

  it('makes all line ends \\n and drops what nobody sees', () => {
    expect(cleanText('\uFEFFa\r\nb\rc\u2028d\0\u0007e\u00ADf\u200Bg\th')).toBe('a\nb\nc\ndefg\th');
  });

  it('keeps the ideographic space and emoji built of several characters', () => {
    expect(cleanText('第1章\u3000総則 👩‍🚀')).toBe('第1章\u3000総則 👩‍🚀');
  });

  it('replaces lone surrogates and leaves pairs alone', () => {
    expect(cleanText('a\uD800b𠮟\uDC00')).toBe('a\uFFFDb𠮟\uFFFD');
  });

  it('changes nothing the second time, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = cleanText(text);
        expect(cleanText(once)).toBe(once);
        expect(once).not.toMatch(/[\0\r]|\p{Surrogate}/u);
        expect(once.normalize('NFC')).toBe(once);
      }),
    );
  });
});
