import { plainForms } from './plain-forms.js';

describe('plainForms', () => {
  it.each([
    ['ligatures', 'of\uFB01ce, \uFB02oor, e\uFB00ort, di\uFB03cult', 'office, floor, effort, difficult'],
    ['punctuation of vertical lines', '\uFE41答え\uFE42\uFE12 \uFE35注\uFE36', '「答え」。 （注）'],
    ['radicals', '\u2F46\u2F8F', '无行'],
    ['bullets of symbol fonts', '\uF0B7 item', '• item'],
    ['nothing else', 'Ⅳ ½ ＡＢＣ ㍻', 'Ⅳ ½ ＡＢＣ ㍻'],
  ])('%s', (_, shown, text) => {
    expect(plainForms(shown)).toBe(text);
  });
});
