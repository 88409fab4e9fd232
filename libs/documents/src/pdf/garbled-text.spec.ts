import { isGarbled } from './garbled-text.js';

const shifted = (text: string) =>
  Array.from(text, (character) => String.fromCharCode(character.charCodeAt(0) - 29)).join('');

describe('isGarbled', () => {
  it.each([
    ['English', 'The limit for hotels is 120 euros per night.'],
    ['French', 'Les frais d’hébergement sont remboursés à hauteur de 120 € par nuitée.'],
    ['Japanese', '出張の日当は一日あたり二千円とする。'],
    ['Greek', 'Το όριο για τα ξενοδοχεία είναι 120 ευρώ.'],
    ['a list with symbols for bullets', '\uF0B7 first item \uF0B7 second item \uF0B7 third item'],
    ['a sentence with a glyph that no font knows', 'Unit # : 15-173-\u0003, first floor'],
    ['too little to tell', '\uE001\uE002'],
  ])('takes %s for text', (_, text) => {
    expect(isGarbled(text)).toBe(false);
  });

  it.each([
    [
      'glyphs without characters',
      '\uE012\uE001\uE023 \uE031\uE022\uE001\uE001\uE023\uE031\uE022\uE001\uE023',
    ],
    ['glyph numbers', shifted('The limit for hotels is 120 euros.')],
    ['Shift_JIS read as Latin', Buffer.from('8f6f92a382cc93fa939682cd88ea93fa', 'hex').toString('latin1')],
    ['what could not be decoded', '\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD abcdefgh'],
  ])('takes %s for garbled', (_, text) => {
    expect(isGarbled(text)).toBe(true);
  });
});
