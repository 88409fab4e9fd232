import {
  expectNothingLeft,
  expectWholeAnswers,
  LONG_ANSWER,
  longQuestion,
  rounds,
} from '../support/faults.js';
import { Kotae } from '../support/kotae.js';
import { tinyPhi3 } from '../support/tiny-models.js';
import { query, transitionsOf } from '../support/transitions.js';

jest.setTimeout(300_000 * rounds.length);

describe('when a worker is stopped or frozen', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start({ worker: { KOTAE_MODEL: tinyPhi3({ answer: LONG_ANSWER }) } });
  });

  afterAll(() => kotae?.stop());

  const ask = async (count: number, text: string): Promise<string[]> => {
    const ids = await Promise.all(
      Array.from({ length: count }, (_, n) => kotae.client.ask(longQuestion(`${text} ${n}`))),
    );
    await Promise.race(ids.map((id) => kotae.client.follow(id).hasText(200)));
    return ids;
  };
  const stopWorker = async (): Promise<number | string | null> => {
    const [worker] = kotae.workers.splice(0, 1);
    return (await worker?.stop()) ?? null;
  };

  it.each(rounds)('hands back in good order what it cannot finish in time (%i)', (round) =>
    kotae.explained(async () => {
      await stopWorker();
      await kotae.startWorker({ KOTAE_DRAIN_MS: '1' });
      const ids = await ask(4, `handed back in round ${round}`);

      expect(await stopWorker()).toBe('SIGTERM');

      const open = await query<{ status: string }>(
        kotae.databaseUrl,
        `select status from questions where status not in ('answered')`,
      );
      expect(open.length).toBeGreaterThan(0);
      // Nobody is blamed: as if never begun, and not as after a crash.
      expect(new Set(open.map(({ status }) => status))).toEqual(new Set(['queued']));
      await kotae.startWorker();
      await expectWholeAnswers(kotae, ids);
      await expectNothingLeft(kotae);
    }),
  );

  it.each(rounds)('finishes what it can finish in time (%i)', (round) =>
    kotae.explained(async () => {
      await stopWorker();
      await kotae.startWorker({ KOTAE_DRAIN_MS: '60000' });
      const [id = ''] = await ask(1, `finished in round ${round}`);

      expect(await stopWorker()).toBe('SIGTERM');

      expect((await kotae.client.question(id)).status).toBe('answered');
      await kotae.startWorker();
      await expectWholeAnswers(kotae, [id]);
      await expectNothingLeft(kotae);
    }),
  );

  it.each(rounds)('answers nothing twice when it freezes and wakes up (%i)', (round) =>
    kotae.explained(async () => {
      const ids = await ask(3, `frozen in round ${round}`);
      const frozen = kotae.worker;
      await Promise.all([frozen.freeze(6000), kotae.startWorker()]);

      await expectWholeAnswers(kotae, ids);
      for (const id of ids) {
        const epochs = (await transitionsOf(kotae.databaseUrl, id)).map(({ epoch }) => epoch);
        expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
      }
      await expectNothingLeft(kotae);
      expect(frozen.exit).toBeNull();
      await stopWorker();
    }),
  );
});
