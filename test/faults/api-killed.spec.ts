import type { ReceivedEvent } from '../support/event-stream.js';
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

describe('when the api is killed', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start({ worker: { KOTAE_MODEL: tinyPhi3({ answer: LONG_ANSWER }) } });
  });

  afterAll(() => kotae?.stop());

  it.each(rounds)('a client resumes in the middle of its answer on the next one (%i)', (round) =>
    kotae.explained(async () => {
      const id = await kotae.client.ask(longQuestion(`round ${round}`));
      const reader = kotae.client.follow(id);
      await reader.hasText(300);

      await kotae.api.kill();
      const seen = reader.events.length;
      await kotae.startApi();

      expect((await reader.finished()).answer).toBe(LONG_ANSWER);
      expect(reader.text).toBe(LONG_ANSWER);
      expect(reader.holes).toEqual([]);
      expect(reader.connections).toBe(2);
      // Resumed, not repeated: whatever came after the break continues what was there before.
      const resumed = reader.events.slice(seen).find(({ type }) => type === 'delta');
      expect(offsetOf(resumed)).toBeGreaterThanOrEqual(300);
      await expectWholeAnswers(kotae, [id]);
      await expectNothingLeft(kotae);
    }),
  );

  it('has lost no question that it accepted, and accepts no question twice', () =>
    kotae.explained(async () => {
      const asking = longQuestion('asked just before the end');
      const headers = { 'Idempotency-Key': 'asked-just-before-the-end' };
      const id = await kotae.client.ask(asking, headers);
      await kotae.api.kill();
      await kotae.startApi();
      // Its client cannot know whether the first request arrived, and sends it again.
      expect(await kotae.client.ask(asking, headers)).toBe(id);
      await expectWholeAnswers(kotae, [id]);
      await expectNothingLeft(kotae);
    }));
});

function offsetOf(delta: ReceivedEvent | undefined): number {
  return (delta?.data as { offset: number } | undefined)?.offset ?? 0;
}
