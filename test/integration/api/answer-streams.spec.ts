import { setTimeout as sleep } from 'node:timers/promises';
import { answerStreamKey, type QuestionView } from '#contracts';
import type { QuestionEntity } from '#database';
import { EventLog } from './support/event-log.js';
import { RunningApi } from './support/running-api.js';

let api: RunningApi;
beforeAll(async () => {
  api = await RunningApi.start();
}, 60_000);
afterAll(() => api?.stop());

const open = (id: string, lastEventId?: string): Promise<EventLog> =>
  EventLog.open(`${api.url}/v1/questions/${id}/events`, {
    headers: lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId },
  });

/** A question that a worker has begun. */
async function begun(question = 'What?'): Promise<QuestionEntity> {
  return api.worker.begin(await api.client.ask({ question }));
}

async function finish(question: QuestionEntity, answer: string): Promise<void> {
  await api.worker.save(question, answer);
  await api.worker.stream(question, { type: 'final' });
}

describe('an answer’s event stream', () => {
  it('begins with the status, carries the text, and ends with the whole question', async () => {
    const id = await api.client.ask({ question: 'What?' });
    const log = await open(id);
    const question = await api.worker.begin(id);
    await api.worker.stream(question, { type: 'status', data: { status: 'running', attempt: 1 } });
    await api.worker.stream(question, { type: 'sources', data: { sources: [] } });
    await api.worker.say(question, 0, 'これは');
    await api.worker.say(question, 3, '答え。');
    await finish(question, 'これは答え。');
    await log.end();
    expect(log.types()).toEqual(['status', 'status', 'sources', 'delta', 'delta', 'done']);
    expect(log.data('status')).toEqual([
      { status: 'queued', attempt: 0 },
      { status: 'running', attempt: 1 },
    ]);
    expect(log.text).toBe('これは答え。');
    expect(log.data<QuestionView>('done')).toEqual([await api.client.question(id)]);
    expect(log.events.every((event) => event.id !== '')).toBe(true);
    expect(log.events.at(-1)?.id).toBe('final');
    expect(Object.fromEntries(log.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
  });

  it('gives a client that resumes only what it has missed', async () => {
    const question = await begun();
    const ids = [
      await api.worker.say(question, 0, 'One '),
      await api.worker.say(question, 4, 'two '),
      await api.worker.say(question, 8, 'three'),
    ];
    for (const [seen, id] of ids.entries()) {
      const log = await open(question.id, id);
      const missed = ['One ', 'two ', 'three'].slice(seen + 1);
      await log.has(missed.length, 'delta');
      await log.has(1, 'status');
      await sleep(20);
      expect(log.data<{ text: string }>('delta').map(({ text }) => text)).toEqual(missed);
      // Until something new comes, the place to resume from stays the same.
      expect(log.events[0]).toMatchObject({ type: 'status', id });
      log.close();
    }
  });

  it('starts over for a client whose last event the stream does not have any more', async () => {
    const question = await begun();
    await api.worker.say(question, 0, 'Whole ');
    await api.worker.say(question, 6, 'text');
    for (const unknown of ['1-1', '99999999999999-0', 'nonsense', 'final']) {
      const log = await open(question.id, unknown);
      await log.has(2, 'delta');
      expect(log.text).toBe('Whole text');
      log.close();
    }
  });

  it('trims text that was written twice', async () => {
    const question = await begun();
    const log = await open(question.id);
    await api.worker.say(question, 0, 'abc');
    await api.worker.say(question, 0, 'abc');
    await api.worker.say(question, 1, 'bcdef');
    await finish(question, 'abcdef');
    await log.end();
    expect(log.data('delta')).toEqual([
      { offset: 0, text: 'abc' },
      { offset: 3, text: 'def' },
    ]);
  });

  it('never shows text with a hole, and still ends with the whole answer', async () => {
    const question = await begun();
    const log = await open(question.id);
    await api.worker.say(question, 0, 'abc');
    await api.worker.say(question, 10, 'klm');
    await api.worker.say(question, 13, 'nop');
    // A worker that notices the loss sends everything anew.
    await api.worker.say(question, 0, 'abcdefghijklm');
    await finish(question, 'abcdefghijklmnop');
    await log.end();
    expect(log.text).toBe('abcdefghijklm');
    expect(log.data<QuestionView>('done')[0]?.answer).toBe('abcdefghijklmnop');
  });

  it('starts the text over with a new attempt, and ignores what the old one still says', async () => {
    const first = await begun();
    const log = await open(first.id);
    await api.worker.say(first, 0, 'The old attempt');
    await log.has(1, 'delta');
    const second = await api.worker.restart(first.id);
    await api.worker.stream(second, { type: 'status', data: { status: 'running', attempt: second.epoch } });
    await api.worker.say(second, 0, 'The new');
    await api.worker.say(first, 15, ' goes on');
    await api.worker.stream(first, { type: 'final' });
    await api.worker.say(second, 7, ' attempt');
    await finish(second, 'The new attempt');
    await log.end();
    expect(log.text).toBe('The new attempt');
    expect(log.data('status').at(-1)).toEqual({ status: 'running', attempt: 2 });
    expect(log.data<QuestionView>('done')).toMatchObject([{ answer: 'The new attempt' }]);
  });

  it('shows a client that comes later nothing of a given-up attempt', async () => {
    const first = await begun();
    await api.worker.say(first, 0, 'Old');
    const second = await api.worker.restart(first.id);
    await api.worker.say(second, 0, 'New');
    const log = await open(first.id);
    await log.has(1, 'delta');
    expect(log.data('delta')).toEqual([{ offset: 0, text: 'New' }]);
    log.close();
  });

  it('ends with the answer when the stream is lost on the way', async () => {
    const question = await begun();
    const log = await open(question.id);
    await api.worker.say(question, 0, 'Begun ');
    await log.has(1, 'delta');
    await api.redisClient.flushall();
    await api.worker.report();
    await api.worker.say(question, 6, 'and ');
    await log.has(2, 'delta');
    await api.redisClient.del(answerStreamKey(question.id));
    await api.worker.save(question, 'Begun and ended.');
    await log.end();
    expect(log.text).toBe('Begun and ');
    expect(log.data<QuestionView>('done')).toMatchObject([
      { status: 'answered', answer: 'Begun and ended.' },
    ]);
  });

  it('waits for the row when the stream says "final" too early', async () => {
    const question = await begun();
    const log = await open(question.id);
    await api.worker.stream(question, { type: 'final' });
    await api.worker.say(question, 0, 'Still going');
    await log.has(1, 'delta');
    await api.worker.save(question, 'Still going');
    await log.end();
    expect(log.data<QuestionView>('done')[0]?.answer).toBe('Still going');
  });

  it.each(['failed', 'cancelled'])('ends with "done" for a question that is %s', async (status) => {
    const question = await begun();
    const log = await open(question.id);
    if (status === 'cancelled') await api.client.expect('DELETE', `/v1/questions/${question.id}`);
    else await api.worker.save(question, null, { code: 'generation_failed', message: 'No.' });
    await log.end();
    expect(log.types().at(-1)).toBe('done');
    expect(log.data<QuestionView>('done')[0]?.status).toBe(status);
  });

  it('ends a cancelled question’s stream at once, not at the next poll', async () => {
    const question = await begun();
    const log = await open(question.id);
    await api.client.expect('DELETE', `/v1/questions/${question.id}`);
    await log.end();
    const entries = await api.redisClient.xrange(answerStreamKey(question.id), '-', '+');
    expect(JSON.stringify(entries)).toContain('final');
  });

  it('answers a client that has seen the end with the end', async () => {
    const question = await begun();
    await finish(question, 'Over.');
    const log = await open(question.id, 'final');
    await log.end();
    expect(log.types()).toEqual(['status', 'done']);
  });

  it('streams in the answer to the question itself when asked to', async () => {
    const answering = EventLog.open(`${api.url}/v1/questions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify({ question: 'Directly?' }),
    });
    const log = await answering;
    expect(log.status).toBe(200);
    const id = log.headers.get('location')?.split('/').at(-1) ?? '';
    await api.worker.answer(id, 'Directly.');
    await log.end();
    expect(log.types()[0]).toBe('status');
    expect(log.text).toBe('Directly.');
    expect(log.data<QuestionView>('done')).toMatchObject([{ id, answer: 'Directly.' }]);
  });

  it('sends comments while nothing happens', async () => {
    const question = await begun();
    const response = await fetch(`${api.url}/v1/questions/${question.id}/events`);
    let received = '';
    for await (const chunk of response.body ?? []) {
      received += Buffer.from(chunk).toString();
      if (/\n\n: .*\n\n[^]*: /.test(received)) break;
    }
    expect(received).toMatch(/^retry: \d+\n\nid: /);
    expect(received).not.toContain('event: done');
  });

  it('answers HEAD without keeping the connection', async () => {
    const question = await begun();
    const reply = await api.client.request('HEAD', `/v1/questions/${question.id}/events`);
    expect(reply.status).toBe(200);
  });
});

describe('Redis going away', () => {
  it('neither breaks a stream nor keeps its end away', async () => {
    const question = await begun();
    const log = await open(question.id);
    await api.worker.say(question, 0, 'Before. ');
    await log.has(1, 'delta');
    await api.redis.shutDown();
    const late = await open(question.id);
    await api.worker.save(question, 'Before. After.');
    await Promise.all([log.end(), late.end()]);
    expect(log.data<QuestionView>('done')[0]?.answer).toBe('Before. After.');
    expect(late.types()).toEqual(['status', 'done']);
    await api.redis.restart();
  });

  it('does not refuse a question, and streams again when it is back', async () => {
    await api.redis.shutDown();
    const id = await api.client.ask({ question: 'Without Redis?' });
    const log = await open(id);
    await log.has(1, 'status');
    await api.redis.restart();
    const question = await api.worker.restart(id);
    await log.has(2, 'status');
    await api.worker.say(question, 0, 'With Redis.');
    await log.has(1, 'delta');
    await finish(question, 'With Redis.');
    await log.end();
    expect(log.text).toBe('With Redis.');
  });

  it('costs a question that came meanwhile no more than the outage', async () => {
    await api.redis.shutDown();
    const id = await api.client.ask({ question: 'Queued when it is back?' });
    await api.redis.restart();
    await api.worker.answer(id, 'Yes.');
    expect((await api.client.question(id)).answer).toBe('Yes.');
  });
});
