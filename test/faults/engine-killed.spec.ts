import {
  expectNothingLeft,
  expectWholeAnswers,
  LONG_ANSWER,
  longQuestion,
  rounds,
} from '../support/faults.js';
import { Kotae } from '../support/kotae.js';
import { tinyPhi3 } from '../support/tiny-models.js';
import { endingsOf } from '../support/transitions.js';

jest.setTimeout(300_000 * rounds.length);

const POISON = 'poison-4711';

describe('when the engine dies', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start({
      worker: { KOTAE_MODEL: tinyPhi3({ answer: LONG_ANSWER }), KOTAE_FAULT_CRASH_ON: POISON },
    });
  });

  afterAll(() => kotae?.stop());

  it.each(rounds)('answers what was running with a new engine in the same worker (%i)', (round) =>
    kotae.explained(async () => {
      const ids = await Promise.all(
        [1, 2, 3].map((n) => kotae.client.ask(longQuestion(`question ${n} of round ${round}`))),
      );
      await Promise.race(ids.map((id) => kotae.client.follow(id).hasText(300)));
      const engine = await kotae.engineOf();

      process.kill(engine, 'SIGKILL');

      await expectWholeAnswers(kotae, ids);
      expect(await kotae.engineOf()).not.toBe(engine);
      expect(kotae.worker.exit).toBeNull();
      await expectNothingLeft(kotae);
    }),
  );

  it.each(rounds)('fails a question that kills it each time, and no other (%i)', (round) =>
    kotae.explained(async () => {
      const ask = (text: string): Promise<string> => kotae.client.ask(longQuestion(`${text} ${round}`));
      const before = [await ask('innocent one'), await ask('innocent two')];
      const poison = await ask(POISON);
      const after = [await ask('innocent three'), await ask('innocent four')];

      const failed = await kotae.client.final(poison);
      expect({ status: failed.status, code: failed.error?.code }).toEqual({
        status: 'failed',
        code: 'answer_crashed',
      });
      expect(await endingsOf(kotae.databaseUrl, poison)).toEqual(['failed']);
      await expectWholeAnswers(kotae, [...before, ...after]);
      expect(kotae.worker.exit).toBeNull();
      await expectNothingLeft(kotae);
    }),
  );
});
