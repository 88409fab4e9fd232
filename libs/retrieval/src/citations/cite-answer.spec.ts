import type { Passage } from '#contracts';
import * as fc from 'fast-check';
import { citeAnswer, type CitableSource, type CitedAnswer } from './cite-answer.js';

const document = [
  'Deposits\n\nThe deposit of 1,000 euros is refunded within 30 days after the contract ends. Keys go back to Mr. Sato at the office. Cleaning costs are deducted.',
  'エラー PPR-9087 は用紙切れを示します。用紙を補充してください。有給休暇は年に二十日です。申請は五営業日前までに人事部へ提出します。',
  'Nothing else 😀 matters here. Travel by train is preferred.',
];
const text = document.join('\n\n');

function sources(texts: readonly string[] = document, whole = text): CitableSource[] {
  let from = 0;
  return texts.map((each, index) => {
    const start = whole.indexOf(each, from);
    from = start + each.length;
    const passage: Passage = {
      id: index + 70,
      ordinal: index,
      text: each,
      start,
      end: start + each.length,
      page: index + 1,
      heading: 'Rules > Deposits',
      documentId: 'd1',
      documentName: 'handbook.pdf',
      version: 2,
    };
    return { n: index + 1, passage };
  });
}

const cite = (answer: string): CitedAnswer => citeAnswer({ answer, sources: sources() });
const quotes = (answer: string): [number, string, boolean][] =>
  cite(answer).citations.map(({ marker, quote, supported }) => [marker, quote, supported]);

describe('citeAnswer', () => {
  it('gives each marker the sentence that bears its claim, as an exact slice of the document', () => {
    const { answer, citations } = cite('The deposit is refunded within 30 days [1].');
    const quote = 'The deposit of 1,000 euros is refunded within 30 days after the contract ends.';
    expect(answer).toBe('The deposit is refunded within 30 days [1].');
    expect(citations).toEqual([
      {
        marker: 1,
        document_id: 'd1',
        document: 'handbook.pdf',
        version: 2,
        page: 1,
        heading: 'Rules > Deposits',
        start: text.indexOf(quote),
        end: text.indexOf(quote) + quote.length,
        quote,
        supported: true,
      },
    ]);
  });

  it.each([
    ['Keys go to Mr. Sato［１］.', 'Keys go to Mr. Sato[1].'],
    ['Keys go to Mr. Sato 【1】.', 'Keys go to Mr. Sato [1].'],
    ['Keys go to Mr. Sato [1, 3].', 'Keys go to Mr. Sato [1][3].'],
    ['Keys go to Mr. Sato [1] [3] [1].', 'Keys go to Mr. Sato [1][3].'],
    ['Keys go to Mr. Sato [1-3].', 'Keys go to Mr. Sato [1][2][3].'],
    ['Keys go to Mr. Sato [Source 1].', 'Keys go to Mr. Sato [1].'],
    ['Keys go to Mr. Sato [^1].', 'Keys go to Mr. Sato [1].'],
    ['Keys go to Mr. Sato【1†L10-L20】.', 'Keys go to Mr. Sato[1].'],
    ['用紙切れです［出典２］。', '用紙切れです[2]。'],
    ['Keys go to Mr. Sato [9].', 'Keys go to Mr. Sato.'],
    ['Keys go [0] to Mr. Sato [9][1].', 'Keys go to Mr. Sato [1].'],
    ['[7] Keys go to Mr. Sato [1].', 'Keys go to Mr. Sato [1].'],
    ['Take `keys[1]` to Mr. Sato [1].', 'Take `keys[1]` to Mr. Sato [1].'],
    ['It says [sic] so [1].', 'It says [sic] so [1].'],
  ])('writes %s as %s', (answer, expected) => {
    expect(cite(answer).answer).toBe(expected);
  });

  it.each<[string, [number, string, boolean][]]>([
    [
      'Keys go to Mr. Sato. [1] Use the train [3].',
      [
        [1, 'Keys go back to Mr. Sato at the office.', true],
        [3, 'Travel by train is preferred.', true],
      ],
    ],
    [
      'Refunds take 30 days [1], and travel by train is preferred [3].',
      [
        [1, 'The deposit of 1,000 euros is refunded within 30 days after the contract ends.', true],
        [3, 'Travel by train is preferred.', true],
      ],
    ],
    ['According to [1], cleaning costs are deducted.', [[1, 'Cleaning costs are deducted.', true]]],
    ['[1] Cleaning costs are deducted.', [[1, 'Cleaning costs are deducted.', true]]],
    [
      '1. Cleaning costs are deducted [1].\n2. Travel by train [3].',
      [
        [1, 'Cleaning costs are deducted.', true],
        [3, 'Travel by train is preferred.', true],
      ],
    ],
    ['ＰＰＲ－９０８７は用紙切れです[2]。', [[2, 'エラー PPR-9087 は用紙切れを示します。', true]]],
    ['有給休暇は年に20日あります[2]。', [[2, '有給休暇は年に二十日です。', true]]],
    [
      'PPR-9087 は用紙切れなので、用紙を補充してください[2]。',
      [[2, 'エラー PPR-9087 は用紙切れを示します。用紙を補充してください。', true]],
    ],
  ])('finds the span for: %s', (answer, expected) => {
    expect(quotes(answer)).toEqual(expected);
  });

  it.each([
    ['The deposit is refunded within 60 days [1].', false],
    ['The deposit is €1000.00 and is refunded [1].', true],
    ['The deposit is １，０００ euros and is refunded [1].', true],
    ['Give the keys back to Mr. Tanaka at the office [1].', false],
    ['Give the keys back to Mr. SATO at the office [1].', true],
    ['Employees may bring their dogs to work [1].', false],
    ['PPR-9088 は用紙切れを示します[2]。', false],
    ['申請は十営業日前に総務課で行い、社長の承認印が必要です[2]。', false],
    ['The error PPR-9087 means that paper is missing [2].', true],
    ['The error means that paper is missing [2].', false],
    ['敷金は30日以内に返還されます[1]。', true],
    ['敷金は60日以内に返還されます[1]。', false],
  ])('judges whether the source bears: %s', (answer, supported) => {
    expect(cite(answer).citations.map((citation) => citation.supported)).toEqual([supported]);
  });

  const rules =
    'Members get a card. It costs 12 euros a year. Guests pay at the door. A lost card costs 5 euros. Cards are not transferable.';
  const judge = (claim: string): [string, boolean][] =>
    citeAnswer({ answer: `${claim} [1]`, sources: sources([rules], rules) }).citations.map(
      ({ quote, supported }) => [quote, supported],
    );

  it.each<[string, string, boolean]>([
    ['The card costs 12 euros.', 'Members get a card. It costs 12 euros a year.', true],
    ['A lost card costs 5 euros.', 'A lost card costs 5 euros.', true],
    ['A lost card costs 12 euros.', 'A lost card costs 5 euros.', false],
    ['Cards are not transferable.', 'Cards are not transferable.', true],
    ['Cards are transferable.', 'Cards are not transferable.', false],
  ])('wants the facts of "%s" in what it quotes', (claim, quote, supported) => {
    expect(judge(claim)).toEqual([[quote, supported]]);
  });

  it('lists a span that is cited twice once, and calls it supported only when it bears both claims', () => {
    const twice = 'The deposit is refunded within 30 days [1]. The deposit is refunded within 40 days [1].';
    expect(quotes(twice)).toEqual([
      [1, 'The deposit of 1,000 euros is refunded within 30 days after the contract ends.', false],
    ]);
  });

  it('adds a marker to an answer without any only after a sentence that one source has word for word', () => {
    const { answer, citations } = cite(
      'It is simple. Keys go back to Mr. Sato at the office. Trains are preferred.',
    );
    expect(answer).toBe('It is simple. Keys go back to Mr. Sato at the office. [1] Trains are preferred.');
    expect(citations).toEqual([
      expect.objectContaining({
        marker: 1,
        quote: 'Keys go back to Mr. Sato at the office.',
        supported: true,
      }),
    ]);
    expect(cite('申請は五営業日前までに人事部へ提出します。以上です。').answer).toBe(
      '申請は五営業日前までに人事部へ提出します。[2]以上です。',
    );
  });

  it('adds none when two sources have the sentence, or it is too short to prove anything', () => {
    const same = ['Travel by train is always preferred here.', 'Travel by train is always preferred here.'];
    const both = sources(same, same.join('\n'));
    expect(citeAnswer({ answer: same[0]!, sources: both })).toEqual({ answer: same[0], citations: [] });
    expect(cite('Deposits')).toEqual({ answer: 'Deposits', citations: [] });
  });

  it('quotes exactly and leaves only valid markers, whatever the answer and the sources are', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '[1]',
        '[2][9]',
        '［３］',
        '【1】',
        '[1, 2',
        '`',
        '。',
        '. ',
        '\n',
        '😀',
        '1,000',
        'PPR-9087',
        'deposit ',
        '有給休暇',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.string({ unit: fc.constantFrom('\uD83D', '\uDE00', 'a', '。', ' '), maxLength: 6 }),
    );
    const prose = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(
        prose,
        fc.array(
          prose.map((each) => each.trim()),
          { minLength: 1, maxLength: 3 },
        ),
        (answer, texts) => {
          const whole = texts.join('\n\n');
          const { answer: written, citations } = citeAnswer({ answer, sources: sources(texts, whole) });
          for (const { marker, start, end, quote } of citations) {
            expect(quote).toBe(whole.slice(start, end));
            expect(marker >= 1 && marker <= texts.length).toBe(true);
            expect(written).toContain(`[${marker}]`);
          }
        },
      ),
    );
  });
});
