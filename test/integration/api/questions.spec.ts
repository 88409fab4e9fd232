import type { QuestionView } from '#contracts';
import { RunningApi } from './support/running-api.js';

let api: RunningApi;
beforeAll(async () => {
  api = await RunningApi.start();
}, 60_000);
afterAll(() => api?.stop());

describe('POST /v1/questions', () => {
  it('accepts a question and says where it is', async () => {
    const { client } = api;
    const reply = await client.request<QuestionView>('POST', '/v1/questions', {
      json: { question: 'なぜ空は青いのですか？' },
    });
    expect(reply.status).toBe(202);
    const { id } = reply.body;
    expect(reply.body).toEqual({
      id,
      status: 'queued',
      links: { self: `/v1/questions/${id}`, events: `/v1/questions/${id}/events` },
    });
    expect(reply.headers.get('location')).toBe(`/v1/questions/${id}`);
    const reader = client.follow(id);
    await api.worker.answer(id, '青い光がよく散乱するからです。');
    expect(await reader.finished()).toMatchObject({
      id,
      status: 'answered',
      answer: '青い光がよく散乱するからです。',
    });
    expect(reader.text).toBe('青い光がよく散乱するからです。');
  });
});
