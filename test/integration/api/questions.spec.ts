import { answerQueues, QUEUE_PREFIX, type GeneratorStatus, type QuestionView } from '#contracts';
import { until } from '../../support/until.js';
import type { Problem } from '../../../apps/api/src/http/problem.js';
import { RunningApi } from './support/running-api.js';

let api: RunningApi;
beforeAll(async () => {
  api = await RunningApi.start();
}, 60_000);
afterAll(() => api?.stop());

const post = (json: unknown, headers: Record<string, string> = {}) =>
  api.client.request<QuestionView>('POST', '/v1/questions', { json, headers });

const namedModel = (id: string): GeneratorStatus => ({
  id,
  generator: 'llama',
  lane: null,
  context_size: 4096,
  lanes: [{ name: 'short', sequences: 2, contextSize: 4096 }],
});

const priorityOf = (id: string): number => api.worker.answerJobs.find((job) => job.id === id)?.priority ?? 0;

describe('asking', () => {
  it('accepts a question and says where it and its events are', async () => {
    const { status, body, headers } = await post({ question: 'なぜ空は青いのですか？' });
    const self = `/v1/questions/${body.id}`;
    expect(status).toBe(202);
    expect(body).toEqual({
      id: body.id,
      status: 'queued',
      conversation_id: null,
      links: { self, events: `${self}/events` },
    });
    expect(headers.get('location')).toBe(self);
    await api.worker.answer(body.id, '青い光がよく散乱するからです。');
    expect(await api.client.question(body.id)).toMatchObject({
      status: 'answered',
      question: 'なぜ空は青いのですか？',
      collection: 'default',
      answer: '青い光がよく散乱するからです。',
      options: { grounded: true, temperature: 0, priority: 'interactive' },
    });
  });

  it('keeps the options that the question was asked with', async () => {
    const options = {
      grounded: false,
      max_tokens: 7,
      temperature: 0.5,
      top_k: 3,
      context_tokens: 100,
      context: 'documents',
      priority: 'batch',
    };
    const { body } = await post({ question: 'Why?', ...options });
    expect((await api.client.question(body.id)).options).toEqual(options);
  });

  it('queues a question that names a model for the workers that have it, and for nobody else', async () => {
    await api.worker.report({ id: 'w2', generator: namedModel('Phi-3:mini q4') });
    const { status, body } = await until('the new worker to be seen', async () => {
      const reply = await post({ question: 'Which?', model: 'Phi-3:mini q4' });
      return reply.status === 202 && reply;
    });
    expect(status).toBe(202);
    await until('the job', async () => {
      const { shared } = answerQueues('Phi-3:mini q4');
      return (await api.redisClient.exists(`${QUEUE_PREFIX}:${shared}:${body.id}`)) === 1;
    });
    expect(api.worker.answerJobs.map(({ id }) => id)).not.toContain(body.id);
    expect((await api.client.question(body.id)).options.model).toBe('Phi-3:mini q4');
    await api.client.request('DELETE', `/v1/questions/${body.id}`);
    await api.worker.hide('w2');
  });

  it('refuses a model that no worker has, and names those that there are', async () => {
    const { status, body } = await post({ question: 'Which?', model: 'gpt-9' });
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'model_not_found', detail: expect.stringContaining('"extractive"') });
  });

  it('gives the same question for the same Idempotency-Key, and queues it once', async () => {
    const headers = { 'Idempotency-Key': 'order 66' };
    const asked = await Promise.all([1, 2, 3].map(() => post({ question: 'Twice?' }, headers)));
    const ids = new Set(asked.map((reply) => reply.body.id));
    expect(asked.map((reply) => reply.status)).toEqual([202, 202, 202]);
    expect(ids.size).toBe(1);
    const [id = ''] = ids;
    await api.worker.answer(id, 'Once.');
    expect((await post({ question: 'Twice?' }, headers)).body.id).toBe(id);
    expect(api.worker.answerJobs.filter((job) => job.id === id)).toHaveLength(1);
  });

  it('refuses an Idempotency-Key that was used for another question', async () => {
    const headers = { 'Idempotency-Key': 'reused' };
    await post({ question: 'First?' }, headers);
    const { status, body } = await post({ question: 'Second?' }, headers);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it.each(['x'.repeat(256), 'ключ'])(
    'refuses an Idempotency-Key that it could not keep (%#)',
    async (key) => {
      const raw = Buffer.from(key, 'utf8').toString('latin1');
      const { status, body } = await post({ question: 'Odd?' }, { 'Idempotency-Key': raw });
      expect(status).toBe(400);
      expect(body).toMatchObject({ errors: [{ path: 'Idempotency-Key' }] });
    },
  );

  it('lets a flood of questions queue behind itself, and batch questions behind all', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 4; i++) ids.push((await post({ question: `Flood ${i}?` })).body.id);
    const batch = (await post({ question: 'Later?', priority: 'batch' })).body.id;
    await until('all jobs', () => [...ids, batch].every((id) => priorityOf(id) > 0));
    const priorities = ids.map(priorityOf);
    expect(priorities[3]).toBeGreaterThan(priorities[0] ?? 0);
    expect(priorityOf(batch)).toBeGreaterThan(1_000_000);
  });
});

describe('Prefer: wait', () => {
  it('answers with the whole question once it is final', async () => {
    const waiting = post({ question: 'Quick?' }, { Prefer: 'respond-async, wait=20' });
    const id = await until('the question', async () => {
      const { items } = await api.client.expect<{ items: QuestionView[] }>('GET', '/v1/questions?limit=1');
      return items[0]?.question === 'Quick?' && items[0].id;
    });
    await api.worker.answer(id, 'Yes.');
    const { status, headers, body } = await waiting;
    expect(status).toBe(200);
    expect(headers.get('preference-applied')).toBe('wait=20');
    expect(body).toEqual(await api.client.question(id));
    expect(body).toMatchObject({ status: 'answered', answer: 'Yes.' });
  });

  it('answers 202 when the time is over', async () => {
    const { status, headers, body } = await post({ question: 'Slow?' }, { Prefer: 'wait=1' });
    expect(status).toBe(202);
    expect(headers.get('preference-applied')).toBe('wait=1');
    expect(body).toMatchObject({ status: 'queued', links: {} });
  });

  it('waits two minutes at most', async () => {
    const { body } = await post({ question: 'Long?' }, { 'Idempotency-Key': 'long' });
    await api.worker.answer(body.id, 'Now.');
    const { headers } = await post({ question: 'Long?' }, { 'Idempotency-Key': 'long', Prefer: 'wait=9999' });
    expect(headers.get('preference-applied')).toBe('wait=120');
  });
});

describe('cancelling', () => {
  it('ends the question, takes its job away and tells the worker', async () => {
    const heard: string[] = [];
    const subscriber = api.redisClient.duplicate();
    await subscriber.subscribe('kotae:cancel');
    subscriber.on('message', (_channel, id: string) => heard.push(id));
    const { id } = (await post({ question: 'Stop?' })).body;
    const question = await api.worker.begin(id);
    const cancelled = await api.client.expect<QuestionView>('DELETE', `/v1/questions/${id}`);
    expect(cancelled).toMatchObject({ id, status: 'cancelled', answer: null });
    await until('the worker to hear it', () => heard.includes(id));
    await api.worker.save(question, 'Too late.');
    expect(await api.client.question(id)).toEqual(cancelled);
    subscriber.disconnect();
  });

  it('leaves a question that is final as it is', async () => {
    const { id } = (await post({ question: 'Done?' })).body;
    await api.worker.answer(id, 'Done.');
    const reply = await api.client.request<QuestionView>('DELETE', `/v1/questions/${id}`);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ status: 'answered', answer: 'Done.' });
  });

  it('does not know a question that nobody asked', async () => {
    const path = '/v1/questions/00000000-0000-4000-8000-000000000000';
    for (const method of ['GET', 'DELETE']) {
      const { status, body } = await api.client.request<Problem>(method, path);
      expect([status, body.code]).toEqual([404, 'question_not_found']);
    }
    const events = await api.client.request<Problem>('GET', `${path}/events`);
    expect([events.status, events.body.code]).toEqual([404, 'question_not_found']);
  });
});

describe('GET /v1/questions', () => {
  it('pages through all questions, newest first, each once', async () => {
    for (let i = 0; i < 3; i++) await post({ question: `Page ${i}?` });
    const seen: QuestionView[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: { items: QuestionView[]; next_cursor: string | null } = await api.client.expect(
        'GET',
        `/v1/questions?limit=2${query}`,
      );
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.slice(0, 3).map(({ question }) => question)).toEqual(['Page 2?', 'Page 1?', 'Page 0?']);
    const times = seen.map(({ created_at }) => created_at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it.each([
    'cursor=nonsense',
    `cursor=${Buffer.from('{"at":"1","id":"x"}').toString('base64url')}`,
    'limit=0',
    'limt=5',
  ])('refuses ?%s', async (query) => {
    const { status, body } = await api.client.request<Problem>('GET', `/v1/questions?${query}`);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
  });
});
