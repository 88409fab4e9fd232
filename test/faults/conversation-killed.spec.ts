import { expectNothingLeft, LONG_ANSWER } from '../support/faults.js';
import { Kotae } from '../support/kotae.js';
import { longHandbook } from '../support/long-handbook.js';
import { loadSamples } from '../support/samples.js';
import { takeAnyAnswer } from '../support/take-any-answer.js';
import { tinyPhi3 } from '../support/tiny-models.js';
import { endingsOf } from '../support/transitions.js';
import { until } from '../support/until.js';

jest.setTimeout(300_000);

describe('when a worker is killed in the middle of a question of several steps', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start({ worker: { KOTAE_MODEL: tinyPhi3({ answer: LONG_ANSWER }) } });
    await loadSamples(kotae.client);
    await takeAnyAnswer(kotae.client);
  });

  afterAll(() => kotae?.stop());

  it('answers that turn again, once, and then takes the next one', () =>
    kotae.explained(async () => {
      const max_tokens = 2000;
      const first = await kotae.client.answer({
        question: '年次有給休暇は最高何日ですか。',
        conversation_id: 'new',
        max_tokens: 5,
      });
      const turn = { question: 'その有効期間は？', conversation_id: first.conversation_id, max_tokens };
      const id = await kotae.client.ask(turn);
      const reader = kotae.client.follow(id);
      await reader.hasText(100);
      const busy = await kotae.client.request<{ code: string }>('POST', '/v1/questions', { json: turn });
      expect([busy.status, busy.body.code]).toEqual([409, 'conversation_busy']);

      await kotae.killWorker();
      await kotae.startWorker();

      expect(await kotae.client.final(id)).toMatchObject({
        turn: 2,
        answer: LONG_ANSWER,
        standalone_question: '年次有給休暇は最高何日ですか。 その有効期間は？',
      });
      expect(await endingsOf(kotae.databaseUrl, id)).toEqual(['answered']);
      const next = await kotae.client.answer({ ...turn, max_tokens: 5 });
      expect(next).toMatchObject({ turn: 3, status: 'answered' });
      await reader.disconnect();
      await expectNothingLeft(kotae);
    }));

  it('reads documents in parts again from the first one, and ends once', () =>
    kotae.explained(async () => {
      const { id: document } = await kotae.client.upload('handbook.md', longHandbook(60));
      await kotae.client.ready(document);
      const id = await kotae.client.ask({
        question: 'What is the night shift bonus for warehouse staff per hour?',
        context: 'documents',
        filter: { documents: ['handbook.md'] },
      });
      const reader = kotae.client.follow(id);
      await until('the first part', () => reader.of('progress').length > 1);

      await kotae.killWorker();
      await kotae.startWorker();

      const done = await kotae.client.final(id);
      expect(done).toMatchObject({ status: 'not_in_documents', usage: { read: { parts: 3 } } });
      expect(await endingsOf(kotae.databaseUrl, id)).toEqual(['not_in_documents']);
      await reader.disconnect();
      await expectNothingLeft(kotae);
    }));
});
