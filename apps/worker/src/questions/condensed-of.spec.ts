import { condensedOf } from './condensed-of.js';

const hotels = [{ question: 'What is the hotel limit in Rotterdam?', answer: 'It is 165 euros per night.' }];
const leave = [{ question: '年次有給休暇は最高何日ですか。', answer: null }];
const condensed = (
  text: string,
  question = 'And in Osaka?',
  history = hotels as typeof leave | typeof hotels,
) => condensedOf({ text, stopReason: 'end' }, question, history);

describe('condensedOf', () => {
  it('takes a question made of what was said', () => {
    expect(condensed('What is the hotel limit in Osaka?')).toBe('What is the hotel limit in Osaka?');
    expect(condensed('年次有給休暇の有効期間はいつまでですか。', 'その有効期間は？', leave)).toBe(
      '年次有給休暇の有効期間はいつまでですか。',
    );
  });

  it('takes off the label and the quotes that models add', () => {
    const plain = 'What is the hotel limit in Osaka?';
    expect(condensed(`Question: ${plain}`)).toBe(plain);
    expect(condensed(` "${plain}"\n`)).toBe(plain);
    expect(condensed('質問：年次有給休暇の有効期間は何年ですか。', 'その有効期間は？', leave)).toBe(
      '年次有給休暇の有効期間は何年ですか。',
    );
  });

  it.each([
    ['nothing', '  \n'],
    ['several lines', 'What is the hotel limit in Osaka?\nIt is 16,500 yen.'],
    ['another language', '大阪のホテルの上限はいくらですか。'],
    ['what the asker did not say', 'What is the hotel limit in Rotterdam?'],
    ['an invention', 'Who reigned over Osaka castle during the sixteenth century wars?'],
  ])('refuses %s', (_, text) => expect(condensed(text)).toBeNull());

  it('refuses a question that lost a number or was cut off', () => {
    expect(condensed('What is the rule for travel in 2024?', 'And the rule for travel in 2025?')).toBeNull();
    const cut = { text: 'What is the hotel limit in Osaka', stopReason: 'max_tokens' as const };
    expect(condensedOf(cut, 'And in Osaka?', hotels)).toBeNull();
  });
});
