import { readJsonl } from './read-jsonl.js';

describe('readJsonl', () => {
  it('reads a question with its place, and takes its words for the answer where none is given', () => {
    const line = { question: '定年は何歳ですか。', document: 'rules.pdf', page: 2, span: '満63歳' };
    expect(readJsonl(`// rules\n\n${JSON.stringify(line)}\n`, 'q.jsonl')).toEqual([
      {
        id: 'q.jsonl:3',
        question: '定年は何歳ですか。',
        language: 'ja',
        answerable: true,
        answers: ['満63歳'],
        about: 'rules.pdf',
        gold: [{ document: 'rules.pdf', page: 2, quote: '満63歳' }],
      },
    ]);
  });

  it('reads a question that the documents do not answer', () => {
    const [question] = readJsonl('{"question": "Who wrote Tosca?", "answerable": false}', 'q.jsonl');
    expect(question).toMatchObject({ answerable: false, answers: [], gold: [] });
  });

  it.each([
    ['{"question": "Where?"}', /line 1[\s\S]*needs its document/],
    ['{"question": "Where?", "answerable": false, "anwsers": []}', /line 1[\s\S]*anwsers/],
    ['{"question"', /line 1 is not JSON/],
  ])('names the line and the fault of %s', (content, fault) => {
    expect(() => readJsonl(content, 'q.jsonl')).toThrow(fault);
  });
});
