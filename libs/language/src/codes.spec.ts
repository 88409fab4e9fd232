import { codes } from './codes.js';

describe('codes', () => {
  it.each([
    ['What does PPR-9087 mean?', ['ppr9087']],
    ['エラーＰＰＲ－９０８７とは', ['ppr9087']],
    ['PPR9087 and ppr_9087', ['ppr9087']],
    ['ORA-00942: table does not exist', ['ora00942']],
    ['error 0x80070005 in v3.14.2', ['0x80070005', '3.14.2']],
    ['バージョン3.14.2への更新', ['3.14.2']],
    ['KB5034441をインストール', ['kb5034441']],
    ['Where is max_tokens set?', ['max_tokens']],
    ['ISO/IEC 27001 and RFC-9457', ['rfc9457']],
  ])('finds those of %s', (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it.each([
    'How many people lived there in 1,000 or 1999?',
    'the 30th of the 1990s, 5km from the 20-year-old tower',
    'between 1914-1918, on 9/11 at 12:30',
    'a well-known e-mail of the U.S. and/or them',
    '2024年4月の3.5倍',
    '面積は何km²ですか。120㎡以上',
  ])('takes nothing in "%s" for one', (text) => {
    expect(codes(text)).toEqual([]);
  });
});
