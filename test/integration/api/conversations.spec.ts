import type { ConversationView, QuestionView } from '#contracts';
import type { Problem } from '../../../apps/api/src/http/problem.js';
import type { WholeConversation } from '../../../apps/api/src/conversations/conversation.view.js';
import { until } from '../../support/until.js';
import { RunningApi } from './support/running-api.js';

let api: RunningApi;
beforeAll(async () => {
  api = await RunningApi.start();
}, 60_000);
afterAll(() => api?.stop());

const post = (json: unknown, headers: Record<string, string> = {}) =>
  api.client.request<Omit<QuestionView, 'status'> & Omit<Problem, 'status'>>('POST', '/v1/questions', {
    json,
    headers,
  });

/** Begins a conversation and answers its first question. */
async function begin(question = '年次有給休暇は何日ですか。'): Promise<string> {
  const { status, body } = await post({ question, conversation_id: 'new' });
  expect(status).toBe(202);
  await api.worker.answer(body.id, '20日です。');
  return body.conversation_id ?? '';
}

const whole = (id: string, query = '') =>
  api.client.expect<WholeConversation>('GET', `/v1/conversations/${id}${query}`);

describe('a conversation', () => {
  it('begins with "new", goes on with its id, and shows its turns, newest first', async () => {
    const id = await begin();
    const { body } = await post({ question: 'その有効期間は？', conversation_id: id });
    expect(body.conversation_id).toBe(id);
    await api.worker.answer(body.id, '2年です。');
    expect(await api.client.question(body.id)).toMatchObject({
      conversation_id: id,
      turn: 2,
      answer: '2年です。',
    });

    const conversation = await whole(id);
    expect(conversation).toMatchObject({
      id,
      title: '年次有給休暇は何日ですか。',
      collection: 'default',
      turns: 2,
      links: { self: `/v1/conversations/${id}` },
    });
    expect(conversation.questions.items.map(({ turn, answer }) => [turn, answer])).toEqual([
      [2, '2年です。'],
      [1, '20日です。'],
    ]);
    const page = await whole(id, '?limit=1');
    expect(page.questions.items.map(({ turn }) => turn)).toEqual([2]);
    const rest = await whole(id, `?limit=1&cursor=${page.questions.next_cursor ?? ''}`);
    expect(rest.questions.items.map(({ turn }) => turn)).toEqual([1]);
    const list = await api.client.expect<{ items: ConversationView[] }>('GET', '/v1/conversations');
    const { questions: _, ...shown } = conversation;
    expect(list.items[0]).toEqual(shown);
  });

  it('refuses a turn while the one before is being answered, and takes it after', async () => {
    const { body: first } = await post({ question: 'First?', conversation_id: 'new' });
    const turn = { question: 'Second?', conversation_id: first.conversation_id };
    const { status, body } = await post(turn);
    expect([status, body.code]).toEqual([409, 'conversation_busy']);
    await api.client.expect('DELETE', `/v1/questions/${first.id}`);
    expect((await post(turn)).status).toBe(202);
  });

  it('gives the same turn for the same Idempotency-Key, also while it is being answered', async () => {
    const id = await begin();
    const turn = { question: 'Once?', conversation_id: id };
    const headers = { 'Idempotency-Key': 'turn' };
    const replies = await Promise.all([1, 2, 3].map(() => post(turn, headers)));
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
  });

  it.each([
    [404, 'conversation_not_found', { conversation_id: '00000000-0000-4000-8000-000000000000' }],
    [400, 'invalid_request', { conversation_id: 'mine' }],
    [404, 'collection_not_found', { conversation_id: 'new', collection: 'nowhere' }],
  ])('answers %i %s to a wrong one', async (expected, code, wrong) => {
    const { status, body } = await post({ question: 'Where?', ...wrong });
    expect([status, body.code]).toEqual([expected, code]);
  });

  it('refuses another collection than its own', async () => {
    await api.client.expect('POST', '/v1/collections', { json: { name: 'other' } });
    const { status, body } = await post({
      question: 'Elsewhere?',
      conversation_id: await begin(),
      collection: 'other',
    });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.detail).toContain('"default"');
  });

  it('vanishes with its questions, and stops the one that is being answered', async () => {
    const id = await begin();
    const { body } = await post({ question: 'And?', conversation_id: id });
    const stream = api.client.follow(body.id);
    await until('the stream to be heard', () => stream.events.length > 0);
    expect((await api.client.request('DELETE', `/v1/conversations/${id}`)).status).toBe(204);
    await until('the stream to end', () => stream.done ?? stream.of('error').length > 0);
    await stream.disconnect();
    for (const path of [`/v1/conversations/${id}`, `/v1/questions/${body.id}`]) {
      expect((await api.client.request('GET', path)).status).toBe(404);
    }
    expect((await api.client.request('DELETE', `/v1/conversations/${id}`)).status).toBe(404);
  });
});
