import type { QuestionView } from '#contracts';
import { Kotae } from '../support/kotae.js';
import { loadSamples } from '../support/samples.js';
import { recital, tinyPhi3 } from '../support/tiny-models.js';

jest.setTimeout(180_000);

const ANSWER = recital(500, '東京🗼から');
const closedBook = (question: string): { question: string; grounded: boolean; max_tokens: number } => ({
  question,
  grounded: false,
  max_tokens: 4000,
});

describe('asking a model', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start({
      worker: { KOTAE_MODEL: tinyPhi3({ answer: ANSWER }), KOTAE_SEQUENCES: '1' },
    });
    await loadSamples(kotae.client);
  });

  afterAll(() => kotae?.stop());

  const ask = (json: object, headers: Record<string, string>) =>
    kotae.client.request<QuestionView>('POST', '/v1/questions', { json, headers });

  it('answers from its weights alone when that is wanted', () =>
    kotae.explained(async () => {
      const question = await kotae.client.answer(closedBook('What is a robot?'));
      expect(question).toMatchObject({ status: 'answered', answer: ANSWER, citations: [], sources: [] });
      expect(question.timings?.retrieve_ms).toBeNull();
    }));

  it('ends the answer at max_tokens', () =>
    kotae.explained(async () => {
      const question = await kotae.client.answer({ ...closedBook('Briefly?'), max_tokens: 12 });
      expect(question).toMatchObject({ status: 'answered', stop_reason: 'max_tokens' });
      expect(question.usage?.completion_tokens).toBe(12);
      expect(ANSWER.startsWith(question.answer ?? '?')).toBe(true);
    }));

  it('waits for the answer as long as the client prefers', () =>
    kotae.explained(async () => {
      const waited = await ask({ ...closedBook('And now?'), max_tokens: 12 }, { Prefer: 'wait=60' });
      expect(waited.status).toBe(200);
      expect(waited.body.status).toBe('answered');
      expect(waited.headers.get('preference-applied')).toBe('wait=60');

      const gaveUp = await ask(closedBook('And later?'), { Prefer: 'wait=0' });
      expect(gaveUp.status).toBe(202);
      expect(gaveUp.headers.get('location')).toBe(`/v1/questions/${gaveUp.body.id}`);
      expect((await kotae.client.final(gaveUp.body.id)).answer).toBe(ANSWER);
    }));

  it('answers with the stream itself when the client accepts only that', () =>
    kotae.explained(async () => {
      const { status, headers, body } = await kotae.client.request<string>('POST', '/v1/questions', {
        json: { ...closedBook('As a stream?'), max_tokens: 12 },
        headers: { Accept: 'text/event-stream' },
      });
      expect(status).toBe(200);
      expect(headers.get('content-type')).toContain('text/event-stream');
      expect(body).toMatch(/event: delta\n/);
      expect(body).toMatch(/event: done\ndata: .*"status":"answered".*\n\n$/);
    }));

  it('takes a repeated Idempotency-Key for the same question', () =>
    kotae.explained(async () => {
      const headers = { 'Idempotency-Key': 'once-only' };
      const asking = { ...closedBook('Only once?'), max_tokens: 5 };
      const [first, second] = await Promise.all([ask(asking, headers), ask(asking, headers)]);
      expect(second.body.id).toBe(first.body.id);
      await kotae.client.final(first.body.id);
      const late = await ask(asking, { ...headers, Prefer: 'wait=10' });
      expect(late).toMatchObject({ status: 200, body: { id: first.body.id, status: 'answered' } });
      const other = await ask({ ...asking, question: 'Another one?' }, headers);
      expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    }));

  it('resumes a stream where it was broken off', () =>
    kotae.explained(async () => {
      const reader = kotae.client.follow(await kotae.client.ask(closedBook('In two parts?')));
      await reader.hasText(200);
      await reader.disconnect();
      const [seen, had] = [reader.events.length, reader.text.length];
      await reader.connect().finished();

      expect(reader.text).toBe(ANSWER);
      const [next] = reader.events.slice(seen).filter(({ type }) => type === 'delta');
      expect(next?.data).toMatchObject({ offset: had });
      const ids = reader.of('delta').map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }));

  it('tells a late client the end at once, and no text twice', () =>
    kotae.explained(async () => {
      const id = await kotae.client.ask(closedBook('Too late?'));
      await kotae.client.final(id);
      const late = kotae.client.follow(id);
      expect((await late.finished()).answer).toBe(ANSWER);
      expect(late.of('done')).toHaveLength(1);
    }));

  it('stops at once when it is cancelled, and goes on with the next question', () =>
    kotae.explained(async () => {
      const id = await kotae.client.ask(closedBook('Shall I go on?'));
      const queued = await kotae.client.ask(closedBook('Me too?'));
      const next = await kotae.client.ask({ ...closedBook('And me?'), max_tokens: 5 });
      const reader = kotae.client.follow(id);
      await reader.hasText(50);
      for (const each of [id, queued]) {
        const { body } = await kotae.client.request('DELETE', `/v1/questions/${each}`);
        expect(body).toMatchObject({ id: each, status: 'cancelled', answer: null });
      }
      const done = await reader.finished();
      expect(done.status).toBe('cancelled');
      expect(reader.text.length).toBeLessThan(ANSWER.length);
      expect((await kotae.client.final(next)).status).toBe('answered');
      expect((await kotae.client.question(id)).status).toBe('cancelled');
      expect((await kotae.client.question(queued)).status).toBe('cancelled');
      // A second cancellation, or one of an answer, changes nothing.
      const again = await kotae.client.request('DELETE', `/v1/questions/${next}`);
      expect(again.body).toMatchObject({ status: 'answered' });
    }));

  it('reuses what two questions on the same sources have in common', () =>
    kotae.explained(async () => {
      const question = 'How many characters does a password need at least?';
      const first = await kotae.client.answer({ question, max_tokens: 5 });
      const second = await kotae.client.answer({ question: `${question} Please say`, max_tokens: 5 });
      expect(second.sources.map((source) => source.passage_id).slice(0, 2)).toEqual(
        first.sources.map((source) => source.passage_id).slice(0, 2),
      );
      expect(second.usage?.reused_tokens).toBeGreaterThan((second.usage?.prompt_tokens ?? 0) / 4);
    }));

  it('lists the questions of their owner, newest first', () =>
    kotae.explained(async () => {
      const page = await kotae.client.expect<{ items: QuestionView[]; next_cursor: string | null }>(
        'GET',
        '/v1/questions?limit=3',
      );
      expect(page.items).toHaveLength(3);
      const times = page.items.map((item) => item.created_at);
      expect(times).toEqual([...times].sort().reverse());
      const rest = await kotae.client.expect<{ items: QuestionView[] }>(
        'GET',
        `/v1/questions?limit=3&cursor=${encodeURIComponent(page.next_cursor ?? '')}`,
      );
      const known = page.items.map(({ id }) => id);
      expect(rest.items.filter(({ id }) => known.includes(id))).toEqual([]);
    }));
});
