import { readSquad } from './read-squad.js';

const file = (context: string, qas: unknown[]) => ({
  data: [{ title: 'T', paragraphs: [{ context, qas }] }],
});

const paragraph = (context: string, id: string) => ({
  context,
  qas: [{ id, question: 'What is shared?', answers: [{ text: context, answer_start: 0 }] }],
});

describe('readSquad', () => {
  it('takes the sentence in which an answer stands for its place', () => {
    const context = 'Normandy is in France. It was settled by Normans. They came late.';
    const answers = [{ text: 'Normans', answer_start: context.indexOf('Normans') }];
    const { questions } = readSquad(file(context, [{ id: 1, question: 'Who settled Normandy?', answers }]));
    expect(questions).toEqual([
      {
        id: '1',
        question: 'Who settled Normandy?',
        language: 'en',
        answerable: true,
        answers: ['Normans'],
        about: 'T',
        gold: [{ document: 'T', quote: 'It was settled by Normans.' }],
      },
    ]);
  });

  it('knows that an impossible question has no answer', () => {
    const qa = { id: 'a', question: 'Who?', is_impossible: true, answers: [{ text: 'X', answer_start: 0 }] };
    const [question] = readSquad(file('X did.', [qa])).questions;
    expect(question).toMatchObject({ answerable: false, answers: [], gold: [] });
  });

  it('joins a question that several paragraphs of an article answer', () => {
    const data = [{ title: 'P', paragraphs: [paragraph('Names.', 'a'), paragraph('Addresses.', 'b')] }];
    const { questions } = readSquad({ data });
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatchObject({ id: 'a', answers: ['Names.', 'Addresses.'] });
    expect(questions[0]?.gold.map(({ quote }) => quote)).toEqual(['Names.', 'Addresses.']);
  });

  it("makes JSQuAD's title a heading, and counts answers from where the paragraph begins", () => {
    const context = '梅雨 [SEP] 雨の多い季節である。北海道にはない。';
    const answers = [{ text: '北海道', answer_start: context.indexOf('北海道') }];
    const qa = { id: 'j', question: '梅雨がないのはどこか。', answers, is_impossible: false };
    const { questions, contexts } = readSquad(file(context, [qa]));
    expect(contexts).toEqual([
      { name: 'T', paragraphs: [{ heading: '梅雨', text: '雨の多い季節である。北海道にはない。' }] },
    ]);
    expect(questions[0]?.gold).toEqual([{ document: 'T', quote: '北海道にはない。' }]);
  });

  it('says what is wrong with another file', () => {
    expect(() => readSquad({ items: [] })).toThrow(/no SQuAD file[\s\S]*data/);
  });
});
