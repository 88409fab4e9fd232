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

describe('when a worker is killed', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start({ worker: { KOTAE_MODEL: tinyPhi3({ answer: LONG_ANSWER }) } });
  });

  afterAll(() => kotae?.stop());

  it.each(rounds)('answers every question that it was working on, once (%i)', (round) =>
    kotae.explained(async () => {
      const asked = ['red', 'green', 'blue', 'white'].map((word) => longQuestion(`${word} ${round}`));
      const ids = await Promise.all(asked.map((question) => kotae.client.ask(question)));
      const readers = ids.map((id) => kotae.client.follow(id));
      await Promise.race(readers.map((reader) => reader.hasText(300)));

      await kotae.killWorker();
      await kotae.startWorker();

      await expectWholeAnswers(kotae, ids);
      for (const reader of readers) {
        const { answer } = await reader.finished();
        expect(answer).toBe(LONG_ANSWER);
        // The text that was streamed is that of the attempt that succeeded, from its first character on.
        expect(reader.text).toBe(LONG_ANSWER);
        expect(reader.holes).toEqual([]);
      }
      await expectNothingLeft(kotae);
    }),
  );

  it.each(rounds)('lets another worker take over, and the killed one’s engine ends with it (%i)', (round) =>
    kotae.explained(async () => {
      const other = await kotae.startWorker();
      const ids = await Promise.all(
        [1, 2, 3].map((n) => kotae.client.ask(longQuestion(`question ${n} of round ${round}`))),
      );
      await Promise.race(ids.map((id) => kotae.client.follow(id).hasText(200)));

      // Waits for the engine as well; whichever worker it was that had the most to do, the other goes on.
      await kotae.killWorker();

      await expectWholeAnswers(kotae, ids);
      await expectNothingLeft(kotae);
      expect(other.exit).toBeNull();
    }),
  );
});
