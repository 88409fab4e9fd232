import { documentName } from './document-name.js';

describe('documentName', () => {
  it('takes any text as it is, in NFC and without blanks around it', () => {
    expect(documentName(' が行 👩‍👩‍👧.pdf '.normalize('NFD'))).toBe('が行 👩‍👩‍👧.pdf'.normalize('NFC'));
  });

  it.each(['', '  ', 'a\u0000', 'a\u007f', 'a\u0085b', 'a\nb', 'a\u2028b', 'a\ud800', 'x'.repeat(256)])(
    'refuses %j',
    (name) => {
      expect(() => documentName(name)).toThrow('name');
    },
  );
});
