import { createKey } from '../../support/api-keys.js';
import { Kotae } from '../../support/kotae.js';
import { completes, hangs, json, ModelServer } from '../../support/model-server.js';
import { until } from '../../support/until.js';

jest.setTimeout(300_000);

/** The value of the series whose name and labels the pattern describes, summed over all of them. */
const value = (text: string, pattern: RegExp): number =>
  text
    .split('\n')
    .filter((line) => pattern.test(line))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);

const state = (text: string, name: string): number =>
  value(text, new RegExp(`^kotae_queue_jobs\\{queue="answer",state="${name}"\\}`));
const states = (text: string): number[] => ['queued', 'running', 'stalled'].map((name) => state(text, name));

describe('GET /metrics', () => {
  let server: ModelServer;
  let kotae: Kotae;

  beforeAll(async () => {
    server = await ModelServer.start();
    server.routes.set('/v1/chat/completions', hangs);
    kotae = await Kotae.start({
      worker: {
        KOTAE_GENERATORS: 'openai,extractive',
        KOTAE_OPENAI_URL: server.url,
        KOTAE_OPENAI_MODEL: 'phi3:mini',
        KOTAE_OPENAI_RETRIES: '0',
        KOTAE_OPENAI_CONCURRENCY: '1',
      },
    });
    await kotae.client.ready((await kotae.client.upload('a.md', 'Leave: every employee has 20 days.')).id);
  });

  afterAll(async () => {
    await kotae?.stop();
    await server?.stop();
  });

  const ask = (question: string) => kotae.client.answer({ question });
  const read = async (): Promise<string> => (await kotae.client.request<string>('GET', '/metrics')).body;
  it('counts what was answered, by whom, and who stood in', () =>
    kotae.explained(async () => {
      server.next(completes({ text: 'Every employee has 20 days [1].' }), json({}, 500));
      expect((await ask('How many days of leave has every employee?')).model?.id).toBe('phi3:mini');
      expect((await ask('How many days of leave has every employee?')).model?.id).toBe('extractive');
      const text = await until('the worker to have published', async () => {
        const metrics = await read();
        return value(metrics, /^kotae_answers_total\{/) === 2 && metrics;
      });
      expect(value(text, /^kotae_answers_total\{.*model="phi3:mini"/)).toBe(1);
      expect(value(text, /^kotae_fallbacks_total\{from="phi3:mini",reason="server_error"/)).toBe(1);
      expect(value(text, /^kotae_answer_seconds_count\{/)).toBe(2);
      expect(value(text, /^kotae_answer_ttft_seconds_count\{/)).toBe(2);
      expect(value(text, /^kotae_breaker_state\{.*state="closed"/)).toBe(1);
      expect(value(text, /^kotae_index_passages\{/)).toBe(1);
      for (const effort of ['parse', 'cut', 'count', 'embed', 'save', 'index']) {
        const spent = new RegExp(`^kotae_ingest_seconds_total\\{.*effort="${effort}"`);
        expect(value(text, spent)).toBeGreaterThan(0);
      }
      expect(value(text, /^kotae_document_versions\{status="ready"\}/)).toBe(1);
      expect(value(text, /^kotae_up\{/)).toBe(2);
      expect(value(text, /^kotae_workers\{role="answer"\}/)).toBe(1);
    }));

  it('tells what waits from what runs, and that from what has stalled', () =>
    kotae.explained(async () => {
      const ids = await Promise.all(
        [1, 2, 3, 4].map((n) => kotae.client.ask({ question: `Hang ${n}?`, grounded: false })),
      );
      await until('two to run', async () => state(await read(), 'running') === 2);
      expect(states(await read())).toEqual([2, 2, 0]);
      const stream = kotae.client.follow(ids[0] ?? '');
      await until('the stream to be counted', async () => value(await read(), /^kotae_open_streams/) >= 1);
      await stream.disconnect();
      await kotae.killWorker();
      await until('the stalled ones to be told apart', async () => state(await read(), 'stalled') === 2);
      await Promise.all(ids.map((id) => kotae.client.request('DELETE', `/v1/questions/${id}`)));
    }));

  it('is for keys of the scope admin', () =>
    kotae.explained(async () => {
      const user = kotae.client.withKey(await createKey(kotae.databaseUrl, 'user'));
      expect((await user.request('GET', '/metrics')).status).toBe(403);
    }));
});
