import { refusalText } from './refusal-text.js';

const en = { question: 'Who won?', options: {} };
const ja = { question: '誰が勝ちましたか。', options: {} };

describe('refusalText', () => {
  it('names each of the closest documents once, and at most three', () => {
    const text = refusalText(en, ['a.md', 'b.md', 'a.md', 'c.md', 'd.md']);
    expect(text).toContain('The closest ones are: a.md, b.md, c.md.');
    expect(refusalText(ja, ['a.md', 'a.md'])).toContain('最も近い資料: a.md');
  });

  it('tells an empty collection from a filter that nothing passes', () => {
    expect(refusalText(en, [])).toContain('holds no documents yet');
    expect(refusalText(ja, [])).toContain('まだ資料がありません');
    const filter = { tags: ['nothing'] };
    expect(refusalText({ ...en, options: { filter } }, [])).toContain('No document passes the filter.');
    expect(refusalText({ ...ja, options: { filter } }, [])).toContain('絞り込みの条件に合う資料がありません');
  });
});
