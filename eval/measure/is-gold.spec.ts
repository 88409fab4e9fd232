import { isGold } from './is-gold.js';

const passage = {
  document: 'rules/leave.md',
  page: 3,
  heading: 'Leave',
  text: 'Every employee has 24 days\nof leave a year. Ask your manager.',
};

describe('isGold', () => {
  it('finds the words whatever their white space', () => {
    expect(isGold(passage, [{ document: 'rules/leave.md', quote: '24 days of leave' }])).toBe(true);
  });

  it('takes the last part of the name of a document for the whole', () => {
    expect(isGold(passage, [{ document: 'leave.md', quote: '24 days' }])).toBe(true);
    expect(isGold(passage, [{ document: 'absence.md', quote: '24 days' }])).toBe(false);
    expect(isGold(passage, [{ document: 'e.md', quote: '24 days' }])).toBe(false);
    expect(isGold(passage, [{ document: 'law/leave.md', quote: '24 days' }])).toBe(false);
  });

  it('does not take another passage of the right document', () => {
    expect(isGold(passage, [{ document: 'leave.md', quote: '12 days' }])).toBe(false);
  });

  it('goes by the page where no words are known', () => {
    expect(isGold(passage, [{ document: 'leave.md', page: 3 }])).toBe(true);
    expect(isGold(passage, [{ document: 'leave.md', page: 4 }])).toBe(false);
  });

  it('takes a passage that holds half of a quotation that was cut, or lies within one', () => {
    const start = 'Ask your manager. Managers answer within two days.';
    expect(isGold(passage, [{ quote: start }])).toBe(false);
    expect(isGold(passage, [{ quote: 'of leave a year. Ask your manager. They answer.' }])).toBe(true);
    expect(isGold(passage, [{ quote: `Rules. ${passage.text} And more.` }])).toBe(true);
  });

  it('is none of a question without a right place', () => {
    expect(isGold(passage, [])).toBe(false);
  });
});
