import * as fc from 'fast-check';
import { applyAnswerEvent, KotaeClient, noAnswerYet, type AnswerState } from '#client';
import type { QuestionEntity } from '#database';
import { CuttingProxy } from '../../support/cutting-proxy.js';
import { until } from '../../support/until.js';
import { RunningApi } from '../api/support/running-api.js';

let api: RunningApi;
let proxy: CuttingProxy;
let kotae: KotaeClient;
beforeAll(async () => {
  api = await RunningApi.start();
  proxy = await CuttingProxy.to(api.url);
  kotae = new KotaeClient({ url: proxy.url, retry: { firstWaitMs: 5 } });
});
afterAll(async () => {
  await proxy?.stop();
  await api?.stop();
});

/** Follows an answer to its end and tells each state on the way. */
class Reading {
  state: AnswerState = noAnswerYet;
  readonly texts: string[] = [];
  readonly reconnects: string[] = [];
  readonly ended: Promise<void>;

  constructor(id: string, lastEventId?: string) {
    const onReconnect = (cause: Error): void => void this.reconnects.push(cause.message);
    this.ended = this.read(kotae.questions.follow(id, { lastEventId, onReconnect }));
  }

  private async read(events: ReturnType<KotaeClient['questions']['follow']>): Promise<void> {
    for await (const event of events) {
      if (event.type === 'delta') this.texts.push(event.data.text);
      this.state = applyAnswerEvent(this.state, event);
    }
  }
}

async function begun(): Promise<QuestionEntity> {
  const { id } = await kotae.questions.ask({ question: 'What?' });
  return api.worker.begin(id);
}

async function finish(question: QuestionEntity, answer: string): Promise<void> {
  await api.worker.save(question, answer);
  await api.worker.stream(question, { type: 'final' });
}

describe('an answer followed by the client', () => {
  it('grows as it is made and ends with the whole question', async () => {
    const { accepted, events } = await kotae.questions.stream({ question: 'What?', conversation_id: 'new' });
    await api.worker.answer(accepted.id, 'これは答え。');
    let state = noAnswerYet;
    for await (const event of events) state = applyAnswerEvent(state, event);
    expect(state).toMatchObject({ status: 'answered', answer: 'これは答え。', attempt: 1 });
    expect(state.question).toEqual(await kotae.questions.get(accepted.id));
    expect(state.question?.conversation_id).toBe(accepted.conversation_id);
  });

  it('goes on where it was after the connection is cut, without repeating or losing text', async () => {
    const question = await begun();
    const reading = new Reading(question.id);
    await api.worker.say(question, 0, 'One ');
    await until('the first word', () => reading.texts.length === 1);
    proxy.cut();
    await api.worker.say(question, 4, 'two ');
    await until('the second word', () => reading.texts.length === 2);
    proxy.cut();
    proxy.refuse(2);
    await api.worker.say(question, 8, 'three');
    await finish(question, 'One two three');
    await reading.ended;
    expect(reading.texts).toEqual(['One ', 'two ', 'three']);
    expect(reading.state.answer).toBe('One two three');
    expect(reading.reconnects.length).toBeGreaterThanOrEqual(4);
    expect(reading.reconnects[0]).toContain('does not answer');
  });

  it('is exact wherever connections are cut', async () => {
    const words = ['Drei ', '日本語 ', '𠮷野家 ', 'mots ', 'and ', 'an ', 'end.'];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 1500 }), { maxLength: 4 }), async (cuts) => {
        const question = await begun();
        for (const bytes of cuts) proxy.cutAfter(bytes);
        const reading = new Reading(question.id);
        let offset = 0;
        for (const word of words) {
          await api.worker.say(question, offset, word);
          offset += word.length;
        }
        await finish(question, words.join(''));
        await reading.ended;
        expect(reading.texts.join('')).toBe(words.join(''));
        expect(reading.state.question?.answer).toBe(words.join(''));
      }),
      { numRuns: 20 },
    );
  });

  it('starts over with a new attempt', async () => {
    const first = await begun();
    const reading = new Reading(first.id);
    await api.worker.say(first, 0, 'The old attempt');
    await until('the old text', () => reading.state.answer);
    const second = await api.worker.restart(first.id);
    await api.worker.stream(second, { type: 'status', data: { status: 'running', attempt: second.epoch } });
    await api.worker.say(second, 0, 'New');
    await until('the new text', () => reading.state.answer === 'New');
    expect(reading.state.attempt).toBe(2);
    await finish(second, 'New');
    await reading.ended;
  });

  it('resumes after an event that was seen before, as a page does that is loaded anew', async () => {
    const question = await begun();
    const id = await api.worker.say(question, 0, 'Seen. ');
    await api.worker.say(question, 6, 'Not yet.');
    await finish(question, 'Seen. Not yet.');
    const reading = new Reading(question.id, id);
    await reading.ended;
    expect(reading.texts).toEqual(['Not yet.']);
  });

  it('ends at once when the caller aborts, and the question goes on', async () => {
    const question = await begun();
    const stop = new AbortController();
    const reason = new Error('the reader has left');
    const events = kotae.questions.follow(question.id, { signal: stop.signal });
    await expect(
      (async () => {
        for await (const { type } of events) if (type === 'status') stop.abort(reason);
      })(),
    ).rejects.toBe(reason);
    expect((await kotae.questions.get(question.id)).status).toBe('running');
    expect((await kotae.questions.cancel(question.id)).status).toBe('cancelled');
  });

  it('waits for the answer in one call', async () => {
    const jobs = api.worker.answerJobs.length;
    const answering = kotae.questions.answer({ question: 'In one call?' });
    const { id } = await until('its job', () => api.worker.answerJobs[jobs]);
    await finish(await api.worker.begin(id), 'Yes.');
    expect(await answering).toMatchObject({ id, status: 'answered', answer: 'Yes.' });
  });

  it('tells of a question that is not there', async () => {
    const events = kotae.questions.follow('00000000-0000-4000-8000-000000000000');
    await expect(events.next()).rejects.toMatchObject({ code: 'question_not_found', status: 404 });
  });
});
