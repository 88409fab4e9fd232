import { Kotae } from '../../support/kotae.js';
import { breaksOffAfter, completes, json, ModelServer } from '../../support/model-server.js';

jest.setTimeout(300_000);

const HANDBOOK = '# Leave\n\nEvery employee has 20 days of paid leave a year.\n';
const question = 'How many days of paid leave does every employee have?';

describe('answers by a server, and by who stands in for it', () => {
  let server: ModelServer;
  let kotae: Kotae;

  beforeAll(async () => {
    server = await ModelServer.start();
    kotae = await Kotae.start({
      worker: {
        KOTAE_GENERATORS: 'openai,extractive',
        KOTAE_OPENAI_URL: server.url,
        KOTAE_OPENAI_MODEL: 'phi3:mini',
        KOTAE_OPENAI_RETRIES: '0',
      },
    });
    await kotae.client.ready((await kotae.client.upload('leave.md', HANDBOOK)).id);
  });

  afterAll(async () => {
    await kotae?.stop();
    await server?.stop();
  });

  it('are the server’s while it answers', () =>
    kotae.explained(async () => {
      server.next(completes({ text: 'Every employee has 20 days of paid leave a year [1].' }));
      const answer = await kotae.client.answer({ question });
      expect(answer.status).toBe('answered');
      expect(answer.model).toEqual({
        id: 'phi3:mini',
        generator: 'openai',
        lane: 'short',
        context_size: 4096,
      });
      expect(answer.citations).toMatchObject([{ marker: 1, supported: true }]);
    }));

  it('begin anew when the server breaks off in the middle, and say why', () =>
    kotae.explained(async () => {
      const half = 'Every employee, as far as anybody knows, has something like';
      server.next(breaksOffAfter(half));
      const reader = kotae.client.follow(await kotae.client.ask({ question }));
      const done = await reader.finished();
      expect(done.model).toMatchObject({
        id: 'extractive',
        fallback: { from: 'phi3:mini', reason: 'bad_response' },
      });
      expect(done.answer).toContain('20 days of paid leave');
      expect(reader.text).toBe(done.answer);
      expect(reader.holes.length).toBeLessThanOrEqual(1);
      expect(reader.text).not.toContain('as far as anybody knows');
    }));

  it('are nobody else’s when the question names the model', () =>
    kotae.explained(async () => {
      const asked = await kotae.client.answer({ question, model: 'extractive' });
      expect(asked.model?.id).toBe('extractive');
      expect(asked.model?.fallback).toBeUndefined();
      server.next(json({ error: { message: 'no such key' } }, 401));
      const refused = await kotae.client.answer({ question, model: 'phi3:mini' });
      expect(refused).toMatchObject({ status: 'failed', error: { code: 'generation_failed' } });
      const { items } = await kotae.client.expect<{ items: { id: string }[] }>('GET', '/v1/models');
      expect(items.map(({ id }) => id).sort()).toEqual(['extractive', 'phi3:mini']);
    }));

  it('do without the model on disk when there is none', () =>
    kotae.explained(async () => {
      const worker = await kotae.startWorker({
        KOTAE_GENERATORS: 'llama,extractive',
        KOTAE_MODEL: 'phi-3-mini-4k-instruct-q4',
      });
      await kotae.killWorker();
      const answer = await kotae.client.answer({ question });
      expect(answer.model).toMatchObject({
        id: 'extractive',
        fallback: { from: 'phi-3-mini-4k-instruct-q4', reason: 'not_installed' },
      });
      expect(worker.exit).toBeNull();
    }));
});
