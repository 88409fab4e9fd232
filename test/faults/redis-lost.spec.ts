import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import {
  expectNothingLeft,
  expectWholeAnswers,
  LONG_ANSWER,
  longQuestion,
  rounds,
} from '../support/faults.js';
import { Kotae } from '../support/kotae.js';
import { tinyPhi3 } from '../support/tiny-models.js';

jest.setTimeout(300_000 * rounds.length);

describe('when Redis fails', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start({ worker: { KOTAE_MODEL: tinyPhi3({ answer: LONG_ANSWER }) } });
  });

  afterAll(() => kotae?.stop());

  it.each(rounds)('answers what was running and what is asked while it is away (%i)', (round) =>
    kotae.explained(async () => {
      const ids = await Promise.all(
        [1, 2, 3].map((n) => kotae.client.ask(longQuestion(`question ${n} of round ${round}`))),
      );
      const reader = kotae.client.follow(ids[0] ?? '');
      await reader.hasText(200);

      await kotae.redis.kill();
      ids.push(await kotae.client.ask(longQuestion(`asked without Redis in round ${round}`)));
      const upload = await kotae.client.upload(`round-${round}.md`, `# Round ${round}\n\nRedis was away.`);
      const search = await kotae.client.request<{ code: string }>('POST', '/v1/collections/default/search', {
        json: { query: 'Redis' },
      });
      expect([search.status, search.body.code]).toEqual([503, expect.stringMatching(/_unavailable$/)]);
      await sleep(1500);
      await kotae.redis.restart();
      ids.push(await kotae.client.ask(longQuestion(`asked after the restart in round ${round}`)));

      await expectWholeAnswers(kotae, ids);
      expect((await reader.finished()).answer).toBe(LONG_ANSWER);
      expect(reader.holes).toEqual([]);
      await kotae.client.ready(upload.id);
      await expectNothingLeft(kotae);
    }),
  );

  it.each(rounds)('answers every queued question after Redis has forgotten everything (%i)', (round) =>
    kotae.explained(async () => {
      const ids = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          kotae.client.ask(longQuestion(`question ${n} before the flush of round ${round}`)),
        ),
      );
      await Promise.race(ids.map((id) => kotae.client.follow(id).hasText(100)));

      const redis = new Redis(kotae.redis.url);
      await redis.flushall();
      redis.disconnect();

      await expectWholeAnswers(kotae, ids);
      await expectNothingLeft(kotae);
    }),
  );
});
