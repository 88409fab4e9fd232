import type { Passage } from '#contracts';
import { pickFacts } from './pick-facts.js';

let id = 0;
const passage = (documentId: string, text: string): Passage => ({
  id: id++,
  documentId,
  documentName: `${documentId}.md`,
  version: 1,
  ordinal: 0,
  start: 0,
  end: text.length,
  text,
  page: null,
  heading: '',
});

describe('pickFacts', () => {
  it('finds codes and amounts with their units, in both languages', () => {
    const texts = [
      'Sign form SEC-07 before the 3 documents leave the house.',
      'A password has at least 14 characters. Length counts most.',
      '在宅勤務手当として、1日あたり250円を支給します。',
      '規程の改定は役員会で決定し、社内に公開します。',
      'review_in: 12 months',
    ];
    const facts = pickFacts(
      texts.map((text, index) => passage(`d${index}`, text)),
      10,
      1,
    );
    expect(new Set(facts.map(({ answer }) => answer))).toEqual(new Set(['SEC-07', '14 characters', '1日']));
    for (const {
      passage: { text },
      sentence,
      answer,
    } of facts) {
      expect(text).toContain(sentence);
      expect(sentence).toContain(answer);
    }
  });

  it('takes the documents in turns, and the same facts for the same seed', () => {
    const large = Array.from({ length: 20 }, (_, index) =>
      passage('large', `The limit of rule ${index} is ${index}5 days.`),
    );
    const all = [...large, passage('small', 'The fee for the badge is 1,200 yen.')];
    const documents = pickFacts(all, 2, 7).map(({ passage: { documentId } }) => documentId);
    expect(new Set(documents)).toEqual(new Set(['large', 'small']));
    expect(pickFacts(all, 5, 7)).toEqual(pickFacts(all, 5, 7));
    expect(pickFacts(all, 100, 7)).toHaveLength(21);
  });
});
