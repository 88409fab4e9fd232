import { ANSWER_QUEUE, QUEUE_PREFIX, type QuestionView } from '#contracts';
import { Redis } from 'ioredis';
import { Kotae } from '../../support/kotae.js';
import { hangs, ModelServer } from '../../support/model-server.js';
import type { Program } from '../../support/program.js';
import { recital, tinyPhi3 } from '../../support/tiny-models.js';
import { endingsOf } from '../../support/transitions.js';
import { until } from '../../support/until.js';

jest.setTimeout(300_000);

const HANDBOOK = Array.from(
  { length: 12 },
  (_, n) => `# Section ${n}\n\nRule ${n}: every employee has ${20 + n} days of paid leave in year ${n}.\n`,
).join('\n');
const question = 'How many days of paid leave does every employee have?';

/** Long enough for a busy machine: what is waited for without need takes as long, and shows. */
const PREFERENCE_MS = 8000;

/** Most of the prompt was there already. */
const isWarm = ({ usage }: QuestionView): boolean =>
  (usage?.reused_tokens ?? 0) > (usage?.prompt_tokens ?? 0) / 2;
const waited = ({ timings }: QuestionView): number => timings?.queued_ms ?? Infinity;

describe('a worker with one sequence', () => {
  it('takes back its word when another prompt has been read over what it held', async () => {
    const kotae = await Kotae.start({
      worker: { KOTAE_MODEL: tinyPhi3({ answer: recital(4) }), KOTAE_SEQUENCES: '1' },
    });
    const redis = new Redis(kotae.redis.url);
    const held = () => redis.keys('kotae:held:*');
    try {
      await kotae.explained(async () => {
        await kotae.client.answer({ question, grounded: false, conversation_id: 'new' });
        const [first] = await until('the worker to say what it holds', async () => {
          const keys = await held();
          return keys.length > 0 && keys;
        });
        await kotae.client.answer({ question: 'Is there an office in Osaka?', grounded: false });
        await expect(
          until('the worker to take it back', async () => !(await held()).includes(first!)),
        ).resolves.toBe(true);
      });
    } finally {
      redis.disconnect();
      await kotae.stop();
    }
  });
});

describe('a follow-up, with two workers', () => {
  let kotae: Kotae;
  let server: ModelServer;
  let redis: Redis;
  /** Answers the first turns, as it is alone at first. */
  let holder: Program;

  beforeAll(async () => {
    server = await ModelServer.start();
    server.routes.set('/v1/chat/completions', hangs);
    kotae = await Kotae.start({
      api: { KOTAE_PREFERENCE_MS: String(PREFERENCE_MS) },
      worker: {
        KOTAE_MODEL: tinyPhi3({ answer: recital(40) }),
        KOTAE_SEQUENCES: '2',
        KOTAE_PROMPT_SECRET: 'the same one everywhere',
      },
    });
    redis = new Redis(kotae.redis.url);
    redis.on('error', () => undefined);
    await kotae.client.ready((await kotae.client.upload('leave.md', HANDBOOK)).id);
    await kotae.killWorker();
    holder = await kotae.startWorker({
      KOTAE_GENERATORS: 'llama,openai',
      KOTAE_OPENAI_URL: server.url,
      KOTAE_OPENAI_MODEL: 'hangs',
    });
  });

  afterAll(async () => {
    redis?.disconnect();
    await kotae?.stop();
    await server?.stop();
  });

  const ask = async (json: object): Promise<QuestionView> => kotae.client.answer({ question, ...json });
  it('goes to the worker that holds its conversation, every time', () =>
    kotae.explained(async () => {
      const first = await ask({ conversation_id: 'new' });
      await until('the holder to be known', async () => (await redis.keys('kotae:held:*')).length > 0);
      await kotae.startWorker();
      const turns: QuestionView[] = [];
      for (let turn = 0; turn < 6; turn++) turns.push(await ask({ conversation_id: first.conversation_id }));
      expect(turns.map(isWarm)).toEqual(turns.map(() => true));
    }));

  it('goes to the worker that holds the same chosen documents', () =>
    kotae.explained(async () => {
      const filter = { documents: ['leave.md'] };
      const [first, ...rest] = [await ask({ filter }), await ask({ filter }), await ask({ filter })];
      expect(first?.status).not.toBe('failed');
      expect(rest.map(isWarm)).toEqual([true, true]);
    }));

  it('is taken by the other one at once when the holder has its hands full', () =>
    kotae.explained(async () => {
      const held = await ask({ conversation_id: 'new' });
      const other = kotae.workers.find((worker) => worker !== holder)!;
      await kotae.killWorker(other);
      const again = await ask({ conversation_id: held.conversation_id });
      expect(isWarm(again)).toBe(true);
      await kotae.startWorker();
      // Both sequences and the place for the next one.
      const hanging = await Promise.all(
        [1, 2, 3].map((n) => kotae.client.ask({ question: `hang ${n}`, grounded: false, model: 'hangs' })),
      );
      await until('the holder to be full', () => server.completions.length >= 3);
      const asked = await ask({ conversation_id: held.conversation_id });
      expect(asked.status).not.toBe('failed');
      expect(waited(asked)).toBeLessThan(PREFERENCE_MS);
      await Promise.all(hanging.map((id) => kotae.client.request('DELETE', `/v1/questions/${id}`)));
    }));

  it('takes no more questions than the sequences and one', () =>
    kotae.explained(async () => {
      const before = server.completions.length;
      const asked = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          kotae.client.ask({ question: `hang again ${n}`, grounded: false, model: 'hangs' }),
        ),
      );
      await until('the holder to be full', () => server.completions.length >= before + 3);
      const running = async () => {
        const views = await Promise.all(asked.map((id) => kotae.client.question(id)));
        return views.filter(({ status }) => status === 'running').length;
      };
      expect(await running()).toBe(3);
      expect(await redis.zcard(`${QUEUE_PREFIX}:${ANSWER_QUEUE}@hangs:prioritized`)).toBe(5);
      await Promise.all(asked.map((id) => kotae.client.request('DELETE', `/v1/questions/${id}`)));
      await until('nothing to run', async () => (await running()) === 0);
    }));

  it('waits no longer than the short while for a holder that has died, and is not lost with it', () =>
    kotae.explained(async () => {
      const [one, two] = await Promise.all([1, 2].map(() => ask({ conversation_id: 'new' })));
      const others = kotae.workers.filter((worker) => worker !== holder);
      for (const worker of others) await kotae.killWorker(worker);
      await Promise.all([one, two].map((first) => ask({ conversation_id: first?.conversation_id })));
      await kotae.startWorker();
      await kotae.killWorker(holder);
      const after = await ask({ conversation_id: one?.conversation_id });
      expect(after.status).not.toBe('failed');
      expect(waited(after)).toBeLessThan(2 * PREFERENCE_MS);
      expect(await endingsOf(kotae.databaseUrl, after.id)).toEqual([after.status]);
    }));
});
