import type { QuestionView } from '#contracts';
import { Kotae } from '../support/kotae.js';
import { expectTrueQuotes, loadSamples } from '../support/samples.js';
import { takeAnyAnswer } from '../support/take-any-answer.js';
import { tinyPhi3 } from '../support/tiny-models.js';

jest.setTimeout(180_000);

/** Asks a conversation's questions one after another. */
async function converse(kotae: Kotae, questions: string[], more: object = {}): Promise<QuestionView[]> {
  const turns: QuestionView[] = [];
  for (const question of questions) {
    const conversation_id = turns[0]?.conversation_id ?? 'new';
    turns.push(await kotae.client.answer({ question, conversation_id, ...more }));
  }
  return turns;
}

describe('a conversation without a model', () => {
  let kotae: Kotae;
  beforeAll(async () => {
    kotae = await Kotae.start();
    await loadSamples(kotae.client);
  });
  afterAll(() => kotae?.stop());

  it.each([
    {
      questions: ['What is the hotel limit per night in Rotterdam and Amsterdam?', 'And in Osaka?'],
      standalone: 'What is the hotel limit per night in Rotterdam and Amsterdam? And in Osaka?',
      says: '16,500 yen',
    },
    {
      questions: ['年次有給休暇は最高何日ですか。', 'その有効期間は？'],
      standalone: '年次有給休暇は最高何日ですか。 その有効期間は？',
      says: '2年',
    },
    {
      questions: ['深夜の割増率は何％ですか。', 'では法定休日は？'],
      standalone: '深夜の割増率は何％ですか。 では法定休日は？',
      says: '40％',
    },
  ])('understands a follow-up: $questions', ({ questions, standalone, says }) =>
    kotae.explained(async () => {
      const [first, second] = await converse(kotae, questions);
      expect(first).toMatchObject({ turn: 1, standalone_question: null, status: 'answered' });
      expect(second).toMatchObject({ turn: 2, standalone_question: standalone, status: 'answered' });
      expect(second?.answer?.split('\n')[0]).toContain(says);
      expect(second?.usage?.condense).toBeUndefined();
      for (const turn of [first, second]) if (turn) await expectTrueQuotes(kotae.client, turn);
    }),
  );

  it('leaves a question alone that says by itself what it is about', () =>
    kotae.explained(async () => {
      const [, second] = await converse(kotae, [
        'What is the hotel limit per night in Rotterdam and Amsterdam?',
        'After how many failed attempts is an account locked?',
      ]);
      expect(second).toMatchObject({ turn: 2, standalone_question: null, status: 'answered' });
      expect(second?.answer).toContain('After 8 failed attempts');
    }));

  it.each([
    ['What is the hotel limit per night in Rotterdam and Amsterdam?', 'And who wrote the opera Tosca?'],
    ['年次有給休暇は最高何日ですか。', 'ちなみに日本銀行の総裁は誰ですか。'],
  ])('does not answer from outside the documents what follows on %s', (before, question) =>
    kotae.explained(async () => {
      const [, outside, back] = await converse(kotae, [before, question, before]);
      expect(outside).toMatchObject({ turn: 2, status: 'not_in_documents', citations: [] });
      // The refusal is no evidence, and does not stop the conversation.
      expect(back).toMatchObject({ turn: 3, status: 'answered' });
    }),
  );
});

/** What the tiny model says to everything: as a rewritten question it is right for the car, and for nothing else. */
const REWRITTEN = 'When may I use a private car, and how much per kilometre?';
const CAR = 'How much does the company pay per kilometre for a private car?';

describe('a conversation with a model', () => {
  let kotae: Kotae;
  beforeAll(async () => {
    kotae = await Kotae.start({ worker: { KOTAE_MODEL: tinyPhi3({ answer: REWRITTEN }) } });
    await loadSamples(kotae.client);
    await takeAnyAnswer(kotae.client);
  });
  afterAll(() => kotae?.stop());

  it('has the model write a follow-up out, and says what that cost', () =>
    kotae.explained(async () => {
      const [first, second] = await converse(kotae, [CAR, 'And when may I use one?']);
      expect(first?.usage?.condense).toBeUndefined();
      expect(first?.timings?.condense_ms).toBeNull();
      expect(second).toMatchObject({ standalone_question: REWRITTEN, status: 'answered' });
      expect(second?.sources[0]?.document).toBe('travel-and-expenses.pdf');
      const { usage, timings } = second ?? {};
      expect(usage?.condense?.completion_tokens).toBeGreaterThan(5);
      expect(usage?.prompt_tokens).toBeGreaterThan(usage?.condense?.prompt_tokens ?? Infinity);
      expect(timings?.condense_ms).toBeGreaterThanOrEqual(0);
    }));

  it('goes back to the questions themselves when the model writes something else', () =>
    kotae.explained(async () => {
      const [, second] = await converse(kotae, ['年次有給休暇は最高何日ですか。', 'その有効期間は？']);
      expect(second).toMatchObject({
        standalone_question: '年次有給休暇は最高何日ですか。 その有効期間は？',
        status: 'answered',
      });
      expect(second?.sources[0]?.document).toBe('work-rules-ja.html');
      expect(second?.usage?.condense?.completion_tokens).toBeGreaterThan(0);
    }));

  it('shows the model the turns before, behind the sources', () =>
    kotae.explained(async () => {
      const [first, second] = await converse(kotae, [CAR, 'And when may I use one?']);
      expect(besidesSources(second)).toBeGreaterThan(besidesSources(first) + 15);
    }));
});

/** Tokens of an answer's prompt that are not sources: instructions, earlier turns, and the question. */
function besidesSources(question: QuestionView | undefined): number {
  const { usage, sources = [] } = question ?? {};
  const inSources = sources.reduce((sum, source) => sum + (source.included ? source.tokens : 0), 0);
  return (usage?.prompt_tokens ?? 0) - (usage?.condense?.prompt_tokens ?? 0) - inSources;
}
