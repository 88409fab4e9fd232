import type { PromptSource } from '../generator.js';
import { selectQuotes } from './select-quotes.js';

const source = (n: number, text: string, title = 'Handbook'): PromptSource => ({
  n,
  passageId: n,
  title,
  text,
});

const leave = source(
  1,
  '# Leave\n\nEmployees receive 20 days of annual leave each year. Up to five unused days carry over to the next year. ' +
    'Ask your manager at least two weeks before.',
);
const travel = source(
  2,
  '# Travel\n\nBook trains through the portal. Hotels cost at most 120 euros per night. Keep every receipt.',
);
const 休暇 = source(
  3,
  '第2章 休暇\n正社員には年次有給休暇を年20日付与します。未消化の休暇は5日まで翌年に繰り越せます。申請は二週間前までに上長へ行います。',
  '就業規則',
);
const 経費 = source(
  4,
  '経費の精算\n交通費は月末までに精算します。宿泊費の上限は一泊12,000円です。',
  '就業規則',
);

describe('selectQuotes', () => {
  it.each([
    ['How many unused days of leave carry over?', 1, 'Up to five unused days carry over to the next year.'],
    ['What may a hotel cost per night?', 2, 'Hotels cost at most 120 euros per night.'],
    ['未消化の有給休暇は翌年に何日繰り越せますか？', 3, '未消化の休暇は5日まで翌年に繰り越せます。'],
    ['宿泊費の上限はいくらですか', 4, '宿泊費の上限は一泊12,000円です。'],
  ])('answers "%s" with the sentence that says it', (question, n, text) => {
    expect(selectQuotes(question, [leave, travel, 休暇, 経費])[0]).toEqual({ n, text });
  });

  it('reads a follow-up in the light of the question before it, which counts less', () => {
    const limits = source(
      6,
      'Rotterdam: hotels cost at most 165 euros. Osaka: hotels cost at most 16,500 yen. Osaka: taxis cost nothing.',
    );
    const before = 'What may a hotel cost in Rotterdam?';
    expect(selectQuotes('And in Osaka?', [limits], before)[0]?.text).toBe(
      'Osaka: hotels cost at most 16,500 yen.',
    );
    expect(selectQuotes('How is it?', [limits], before)[0]?.text).toBe(
      'Rotterdam: hotels cost at most 165 euros.',
    );
  });

  it('does not depend on the order of the sources', () => {
    const [first] = selectQuotes('What may a hotel cost per night?', [travel, leave]);
    expect(selectQuotes('What may a hotel cost per night?', [leave, travel])[0]).toEqual(first);
  });

  it('quotes at most three sentences, verbatim, and none twice', () => {
    const many = source(
      5,
      Array.from({ length: 9 }, (_, i) => `Rule ${i} of annual leave says wait.`).join(' '),
    );
    const quotes = selectQuotes('What do the rules of annual leave say?', [many, { ...many, n: 6 }]);
    expect(quotes).toHaveLength(3);
    expect(new Set(quotes.map(({ text }) => text)).size).toBe(3);
    for (const { text } of quotes) expect(many.text).toContain(text);
  });

  it('leaves out what fits much worse than the best', () => {
    const quotes = selectQuotes('How many unused days of leave carry over to the next year?', [
      leave,
      travel,
    ]);
    expect(quotes.map(({ text }) => text)).not.toContain('Keep every receipt.');
  });

  it('quotes the answer of an FAQ, not its question', () => {
    const faq = source(
      1,
      'How do I reset my password?\nOpen the portal and choose "Forgot".\n\nHow do I order a laptop?\nWrite to the service desk.',
    );
    expect(selectQuotes('How do I reset my password?', [faq])[0]?.text).toBe(
      'Open the portal and choose "Forgot".',
    );
    const よくある質問 = source(
      1,
      'パスワードを忘れたらどうすればよいですか？\n情報システム課に連絡してください。',
    );
    expect(selectQuotes('パスワードを忘れました', [よくある質問])[0]?.text).toBe(
      '情報システム課に連絡してください。',
    );
  });

  it('does not quote titles, but uses what they say', () => {
    const text = 'Parental leave\nIt lasts 14 weeks.\nSick leave\nIt lasts as long as the illness.';
    const [first] = selectQuotes('How long is parental leave?', [source(1, text)]);
    expect(first?.text).toBe('It lasts 14 weeks.');
    expect(selectQuotes('休暇の章', [休暇]).map(({ text: quoted }) => quoted)).not.toContain('第2章 休暇');
  });

  it('knows the headings of the path in the title, however many follow one another', () => {
    const text = 'Requesting parental leave\nBefore the birth\nSend both forms to the people team.';
    const titled = source(1, text, 'leave.md > Requesting parental leave > Before the birth');
    expect(selectQuotes('How do I request parental leave?', [titled])).toEqual([
      { n: 1, text: 'Send both forms to the people team.' },
    ]);
  });

  it('quotes lines of lists and tables, which end without a full stop', () => {
    const list = source(1, 'Contacts\nSecurity: Sato\nReception: Suzuki\nCanteen: Tanaka');
    expect(selectQuotes('Who is at the reception?', [list])[0]?.text).toBe('Reception: Suzuki');
  });

  it('quotes what a line with a colon announces, not the line', () => {
    const text = 'Common errors when connecting:\nE-4012 says that the certificate has expired.';
    expect(selectQuotes('What does the error E-4012 mean when connecting?', [source(1, text)])).toEqual([
      { n: 1, text: 'E-4012 says that the certificate has expired.' },
    ]);
  });

  it('adds no line that only stands below the fitting heading', () => {
    const text =
      'Visitor parking\nFrom: facilities@example.com, extension 12\nThe visitor parking is on floor B2.';
    expect(selectQuotes('Where is the visitor parking?', [source(1, text)])).toEqual([
      { n: 1, text: 'The visitor parking is on floor B2.' },
    ]);
  });

  it('cuts what is too long to be quoted', () => {
    const table = source(1, Array.from({ length: 300 }, (_, i) => `item${i}`).join(', '));
    const [first] = selectQuotes('item250', [table]);
    expect(first?.text).toContain('item250');
    expect(first?.text.length).toBeLessThanOrEqual(400);
  });

  it.each([
    ['What is the capital of Mongolia?', [leave, travel]],
    ['モンゴルの首都はどこですか', [休暇, 経費]],
    ['???', [leave]],
    ['annual leave', []],
    ['annual leave', [source(1, '')]],
  ])('finds nothing for "%s" where nothing is', (question, sources) => {
    expect(selectQuotes(question, sources)).toEqual([]);
  });
});
