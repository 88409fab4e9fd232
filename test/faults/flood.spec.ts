import { createKey } from '../support/api-keys.js';
import { expectNothingLeft, LONG_ANSWER, longQuestion } from '../support/faults.js';
import { Kotae } from '../support/kotae.js';
import { tinyPhi3 } from '../support/tiny-models.js';
import { endingsOf } from '../support/transitions.js';

jest.setTimeout(300_000);

const FLOOD = 60;
/** Questions that a worker with two sequences has in hand: those, and one that it fetched ahead. */
const IN_HAND = 3;

describe('when one key floods the queue', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start({
      worker: { KOTAE_MODEL: tinyPhi3({ answer: LONG_ANSWER }), KOTAE_SEQUENCES: '2' },
    });
  });

  afterAll(() => kotae?.stop());

  it('answers another key’s question next, and ends everything that the flood’s owner cancels', () =>
    kotae.explained(async () => {
      const flooder = kotae.client.withKey(await createKey(kotae.databaseUrl, 'flooder'));
      const other = kotae.client.withKey(await createKey(kotae.databaseUrl, 'other'));
      const flood = await Promise.all(
        Array.from({ length: FLOOD }, (_, n) =>
          flooder.ask({ ...longQuestion(`flood ${n}`), max_tokens: 150 }),
        ),
      );
      const asked = await other.answer({ ...longQuestion('just one'), max_tokens: 10 });
      expect(asked.status).toBe('answered');

      const before = await Promise.all(flood.map((id) => flooder.question(id)));
      const overtaking = before.filter(
        ({ finished_at: end }) => end !== null && end > asked.created_at && end <= (asked.finished_at ?? end),
      );
      expect(overtaking.length).toBeLessThanOrEqual(2 * IN_HAND);

      await Promise.all(flood.map((id) => flooder.request('DELETE', `/v1/questions/${id}`)));
      const after = await Promise.all(flood.map((id) => flooder.final(id)));
      expect(after.filter(({ status }) => status === 'cancelled').length).toBeGreaterThan(FLOOD / 2);
      for (const { id, status } of after) expect(await endingsOf(kotae.databaseUrl, id)).toEqual([status]);
      await expectNothingLeft(kotae);
    }));

  it('does not show a key the questions of another', () =>
    kotae.explained(async () => {
      const mine = kotae.client.withKey(await createKey(kotae.databaseUrl, 'mine'));
      const id = await mine.ask({ ...longQuestion('a secret'), max_tokens: 1 });
      const { status } = await kotae.client.request('GET', `/v1/questions/${id}`);
      expect(status).toBe(404);
      expect((await mine.final(id)).status).toBe('answered');
    }));
});
