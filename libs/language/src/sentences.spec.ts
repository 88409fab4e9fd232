import * as fc from 'fast-check';
import { sentences } from './sentences.js';

const split = (text: string): string[] => sentences(text).map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
  it.each<[string, string[]]>([
    ['申請は五日前です。遅れますか？はい！', ['申請は五日前です。', '遅れますか？', 'はい！']],
    ['「はい。」と答えた。「いいえ。」次の話。', ['「はい。」と答えた。', '「いいえ。」', '次の話。']],
    ['対象です（一部を除く。）次に進む。', ['対象です（一部を除く。）', '次に進む。']],
    ['本当ですか?はい、そうです!?次', ['本当ですか?', 'はい、そうです!?', '次']],
    ['円周率は3．14です．次の文．', ['円周率は3．14です．', '次の文．']],
    ['It costs 3.14 yen. Use v2.3 now! OK?', ['It costs 3.14 yen.', 'Use v2.3 now!', 'OK?']],
    ['Bring a card, e.g. Visa, to Mr. Sato. Then go.', ['Bring a card, e.g. Visa, to Mr. Sato.', 'Then go.']],
    ['Pens, paper, etc. Order them early.', ['Pens, paper, etc.', 'Order them early.']],
    ['See No. 5 and J. K. Rowling. End', ['See No. 5 and J. K. Rowling.', 'End']],
    [
      'He said "stop." Then (it ended.) "Go!" she said.',
      ['He said "stop."', 'Then (it ended.)', '"Go!" she said.'],
    ],
    ['Come on Dec. 24. Ten left.', ['Come on Dec. 24.', 'Ten left.']],
    ['The answer is no. Five people came.', ['The answer is no.', 'Five people came.']],
    ['1. Open the door. 2. Go in.', ['1. Open the door.', '2. Go in.']],
    ['Wait... what? Yes... It is.', ['Wait... what?', 'Yes...', 'It is.']],
    ['Title\nFirst line.\n\n- item one\n- item two', ['Title', 'First line.', '- item one', '- item two']],
    [
      'This line was wrapped in the\nmiddle of it. Next.',
      ['This line was wrapped in the\nmiddle of it.', 'Next.'],
    ],
    [
      'この行は途中で折り返されているため、\n続きが次の行にあります。',
      ['この行は途中で折り返されているため、\n続きが次の行にあります。'],
    ],
    ['**Done.** Next **bold**.', ['**Done.**', 'Next **bold**.']],
    ['  \n ', []],
    ['', []],
  ])('splits %j', (text, expected) => {
    expect(split(text)).toEqual(expected);
  });

  it('returns trimmed ranges in order that cover everything but white space', () => {
    const piece = fc.oneof(
      fc.constantFrom('。', '」', '.', '\n', ' ', 'と', 'e.g.', '1.', '!', '😀', 'Word', '語'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        let last = 0;
        for (const { start, end } of sentences(text)) {
          expect(text.slice(last, start).trim()).toBe('');
          expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(text.slice(last).trim()).toBe('');
      }),
    );
  });
});
