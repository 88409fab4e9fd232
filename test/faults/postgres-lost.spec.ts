import { setTimeout as sleep } from 'node:timers/promises';
import {
  expectNothingLeft,
  expectWholeAnswers,
  LONG_ANSWER,
  longQuestion,
  rounds,
} from '../support/faults.js';
import { Kotae } from '../support/kotae.js';
import { tinyPhi3 } from '../support/tiny-models.js';
import { query } from '../support/transitions.js';

jest.setTimeout(300_000 * rounds.length);

describe('when PostgreSQL fails', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start({
      ownPostgres: true,
      worker: { KOTAE_MODEL: tinyPhi3({ answer: LONG_ANSWER }) },
    });
  });

  afterAll(() => kotae?.stop());

  const ask = (count: number, round: number): Promise<string[]> =>
    Promise.all(
      Array.from({ length: count }, (_, n) =>
        kotae.client.ask(longQuestion(`question ${n} of round ${round}`)),
      ),
    );

  it.each(rounds)('goes on when all connections are cut (%i)', (round) =>
    kotae.explained(async () => {
      const ids = await ask(4, round);
      await Promise.race(ids.map((id) => kotae.client.follow(id).hasText(200)));

      await query(
        kotae.databaseUrl,
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );

      await expectWholeAnswers(kotae, ids);
      await expectNothingLeft(kotae);
    }),
  );

  it.each(rounds)('goes on after it was restarted, in good order or not (%i)', (round) =>
    kotae.explained(async () => {
      const ids = await ask(4, round);
      const reader = kotae.client.follow(ids[0] ?? '');
      await reader.hasText(200);

      await (round % 2 === 0 ? kotae.postgres?.shutDown() : kotae.postgres?.kill());
      await sleep(2000);
      await kotae.postgres?.restart();

      await expectWholeAnswers(kotae, ids);
      expect((await reader.finished()).answer).toBe(LONG_ANSWER);
      await expectNothingLeft(kotae);
      for (const program of [kotae.api, kotae.worker]) expect(program.exit).toBeNull();
    }),
  );
});
