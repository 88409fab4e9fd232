import type { Problem } from '../../../apps/api/src/http/problem.js';
import { startPostgres } from '../../support/services.js';
import { migrate } from '#database';
import { EventLog } from './support/event-log.js';
import { RunningApi } from './support/running-api.js';

describe('a server that stops', () => {
  let api: RunningApi;
  let stopped = false;
  beforeAll(async () => {
    api = await RunningApi.start();
  }, 60_000);
  afterAll(() => (stopped ? undefined : api?.stop()));

  it('ends streams cleanly, answers who waits, and takes nobody new', async () => {
    const id = await api.client.ask({ question: 'Unfinished?' });
    const question = await api.worker.begin(id);
    const log = await EventLog.open(`${api.url}/v1/questions/${id}/events`);
    await api.worker.say(question, 0, 'Half');
    await log.has(1, 'delta');
    const waiting = api.client.request<{ id: string }>('POST', '/v1/questions', {
      json: { question: 'Waiting?' },
      headers: { Prefer: 'wait=60', 'Idempotency-Key': 'waiting' },
    });
    await api.client.request('GET', '/healthz');
    await api.worker.begin(await api.client.ask({ question: 'Waiting?' }, { 'Idempotency-Key': 'waiting' }));
    stopped = true;
    const stopping = api.stop();
    await log.end();
    expect(log.types()).toEqual(['status', 'delta']);
    expect((await waiting).status).toBe(202);
    await stopping;
    await expect(fetch(`${api.url}/healthz`)).rejects.toThrow('fetch failed');
  });
});

describe('PostgreSQL going away', () => {
  it('is a passing problem, and streams outlive it', async () => {
    const postgres = await startPostgres();
    await migrate(postgres.url);
    const api = await RunningApi.start({ databaseUrl: postgres.url, timings: { giveUp: 60_000 } });
    try {
      const id = await api.client.ask({ question: 'Before?' });
      const question = await api.worker.begin(id);
      const log = await EventLog.open(`${api.url}/v1/questions/${id}/events`);
      await log.has(1, 'status');
      await postgres.shutDown();
      const refused = await api.client.request<Problem>('POST', '/v1/questions', {
        json: { question: 'During?' },
      });
      expect([refused.status, refused.body.code]).toEqual([503, 'service_unavailable']);
      expect(refused.headers.get('retry-after')).not.toBeNull();
      await api.worker.say(question, 0, 'Text goes on.');
      await log.has(1, 'delta');
      await postgres.restart();
      await api.worker.save(question, 'Text goes on.');
      await api.worker.stream(question, { type: 'final' });
      await log.end();
      expect(log.types()).toEqual(['status', 'delta', 'done']);
    } finally {
      await api.stop();
      await postgres.stop();
    }
  }, 60_000);

  it('ends streams with an error when it stays away', async () => {
    const postgres = await startPostgres();
    await migrate(postgres.url);
    const api = await RunningApi.start({ databaseUrl: postgres.url, timings: { giveUp: 500 } });
    try {
      const question = await api.worker.begin(await api.client.ask({ question: 'Before?' }));
      const log = await EventLog.open(`${api.url}/v1/questions/${question.id}/events`);
      const document = await api.client.upload('a.md', 'x');
      const documentLog = await EventLog.open(`${api.url}/v1/documents/${document.id}/events`);
      await Promise.all([log.has(1, 'status'), documentLog.has(1, 'status')]);
      await postgres.shutDown();
      await Promise.all([log.end(), documentLog.end()]);
      for (const { data, types } of [log, documentLog].map((l) => ({
        data: l.data('error'),
        types: l.types(),
      }))) {
        expect(types).toEqual(['status', 'error']);
        expect(data).toMatchObject([{ code: 'service_unavailable' }]);
      }
    } finally {
      await api.stop();
      await postgres.stop();
    }
  }, 60_000);
});
