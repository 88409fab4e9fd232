import { detectLanguage } from '#language';
import { LexicalIndex } from '../lexical/lexical-index.js';
import { defaultThresholds, isOutside, isUnfounded } from './decide-refusal.js';

const handbook = [
  'Annual leave: Every employee has 20 days of paid annual leave a year. Ask your manager two weeks before.',
  'Expenses: Send receipts for hotels and trains to accounting by the 25th of the month.',
  'Security: Report a lost laptop to the security team within one hour.',
  '有給休暇：社員は年に二十日の有給休暇を取得できます。二週間前までに上長へ申請してください。',
  '経費精算：宿泊費と交通費の領収書は毎月25日までに経理部へ提出してください。',
  'セキュリティ：ノートパソコンを紛失したときは、一時間以内にセキュリティチームへ報告してください。',
];
const index = new LexicalIndex();
handbook.forEach((text, place) => index.add(place + 1, text));

const none = { similarity: null, rerank: null };
const isNear = (question: string): boolean =>
  !isOutside({
    coverage: index.search(question, 1).coverage,
    language: detectLanguage(question),
    ...none,
  });

describe('isOutside', () => {
  it.each([
    'How many days of annual leave do I have?',
    'What do I do when my laptop is lost?',
    'when do I have to send hotel receipts',
    '有給休暇は何日取れますか？',
    'パソコンを紛失したらどうすればいいですか',
    '領収書の提出期限は',
  ])('lets "%s" through', (question) => expect(isNear(question)).toBe(true));

  it.each([
    'What is the capital of France?',
    'Who won the world cup in 1998?',
    '富士山の高さは何メートルですか',
    'カレーの作り方を教えて',
  ])('refuses "%s"', (question) => expect(isNear(question)).toBe(false));

  it('never refuses for want of common words when meaning was searched too, until that has a threshold', () => {
    const far = { coverage: 0, language: 'en', similarity: 0.1, rerank: null } as const;
    expect(isOutside(far)).toBe(false);
    expect(isOutside({ ...far, similarity: null, rerank: 0.01 })).toBe(false);
    const calibrated = { ...defaultThresholds, en: { ...defaultThresholds.en, similarity: 0.4 } };
    expect(isOutside(far, calibrated)).toBe(true);
    expect(isOutside({ ...far, similarity: 0.5 }, calibrated)).toBe(false);
    expect(isOutside({ ...far, coverage: 0.9 }, calibrated)).toBe(false);
  });
});

describe('isUnfounded', () => {
  it('takes an answer of which nothing is borne for none, and one that cannot be judged for an answer', () => {
    expect(isUnfounded(0, 'ja')).toBe(true);
    expect(isUnfounded(0.44, 'en')).toBe(true);
    expect(isUnfounded(0.45, 'en')).toBe(false);
    expect(isUnfounded(null, 'en')).toBe(false);
  });
});
