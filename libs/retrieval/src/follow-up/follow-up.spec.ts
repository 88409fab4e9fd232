import { carriedQuestions, carryOver } from './carry-over.js';
import { namesNothingFound } from './names-nothing-found.js';
import { needsContext } from './needs-context.js';

describe('needsContext', () => {
  it.each([
    'And in Osaka?',
    'What about the United States?',
    'Does it expire?',
    'Which of those three offices in Hokkaido must be told?',
    'How long does that usually take in the Rotterdam office?',
    'Which form?',
    'その有効期間は？',
    'では法定休日は？',
    'それは何日前までに申請しますか。',
    '週に何日までできますか。',
    '携帯電話のは？',
    '机と椅子の補助もありますか。',
  ])('sees that something is left unsaid: %s', (question) => expect(needsContext(question)).toBe(true));

  it.each([
    'After how many failed attempts is an account locked?',
    'What is the hotel limit per night in Rotterdam and Amsterdam?',
    'ハラスメントの相談窓口の内線番号は何番ですか。',
    'フレックスタイム制のコアタイムは何時から何時までですか。',
  ])('lets a complete question be: %s', (question) => expect(needsContext(question)).toBe(false));
});

describe('carriedQuestions', () => {
  const opening = 'Which employees get a company card for travel abroad?';

  it('goes back to the question that opened the subject', () => {
    const earlier = ['How many characters does a password need at least?', opening, 'What is its limit?'];
    expect(carriedQuestions('Can I take out cash with it?', earlier)).toEqual([
      opening,
      'What is its limit?',
    ]);
  });

  it('carries nothing into a new subject', () => {
    expect(carriedQuestions('After how many failed attempts is an account locked?', [opening])).toEqual([]);
  });

  it('carries nothing at the beginning', () => expect(carriedQuestions('And it?', [])).toEqual([]));

  it('leaves a long chain of follow-ups behind at some point', () => {
    const chain = Array.from({ length: 30 }, (_, i) => `And it, number ${i}?`);
    const carried = carriedQuestions('And this?', [opening, ...chain]);
    expect(carried).toHaveLength(4);
    expect(carried.at(-1)).toBe(chain.at(-1));
  });
});

describe('carryOver', () => {
  it('puts the question behind those that it goes on from', () => {
    expect(carryOver('その有効期間は？', ['年次有給休暇は最高何日ですか。'])).toBe(
      '年次有給休暇は最高何日ですか。 その有効期間は？',
    );
  });
});

describe('namesNothingFound', () => {
  const found = [
    'Hotels in Osaka cost at most 16,500 yen.',
    '配偶者の出産のときの特別休暇は4日とする。年次有給休暇',
  ];

  it.each([
    'And who wrote the opera Tosca?',
    'And how tall is Mount Everest?',
    'What about Berlin?',
    'And ORA-00942?',
    'では富士山の標高は？',
    'ちなみに日本銀行の総裁は誰ですか。',
  ])('notices a subject of its own: %s', (question) => expect(namesNothingFound(question, found)).toBe(true));

  it.each([
    'And in Osaka?',
    'What if I am late?',
    'What happens if I lose it?',
    'And Osaka or Berlin?',
    'では出産の特別休暇は？',
    'その費用は？',
    'それは何日ですか。',
    'その後も働けますか。',
  ])('trusts one that stays with what was found: %s', (question) =>
    expect(namesNothingFound(question, found)).toBe(false),
  );
});
