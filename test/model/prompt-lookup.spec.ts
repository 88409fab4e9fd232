import type { EngineHost } from '#llm';
import { recital, tinyPhi3 } from '../support/tiny-models.js';
import { ask, countersOf, ENGINE_TIMEOUT_MS, sources, startEngine } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

const answer = recital(200);
const questions = ['How long?', 'Who says so?', '何日ですか。', 'And if not?'];

/** What every question is answered, one after another or all at once. */
async function answers(host: EngineHost, request: object, atOnce: boolean): Promise<string[]> {
  const asked = () => questions.map((question) => () => ask(host, { question, ...request }).answer);
  if (atOnce) return (await Promise.all(asked().map((start) => start()))).map(({ text }) => text);
  const texts = [];
  for (const start of asked()) texts.push((await start()).text);
  return texts;
}

describe('an answer that quotes its source', () => {
  let plain: EngineHost;
  let lookup: EngineHost;
  const quoting = { sources: sources(`It says: ${answer}`), maxTokens: 300 };

  beforeAll(async () => {
    const model = { path: tinyPhi3({ answer }), sequences: 4 };
    [plain, lookup] = [await startEngine({ ...model, promptLookup: false }), await startEngine(model)];
  });
  afterAll(() => Promise.all([plain.close(), lookup.close()]));

  it('is the same as without looking up, in a fraction of the steps', async () => {
    const made = await ask(lookup, quoting).answer;
    expect(made).toMatchObject({ text: answer, stopReason: 'end' });
    expect((await ask(plain, quoting).answer).text).toBe(answer);
    const counters = await countersOf(lookup);
    expect(counters.acceptedDraftTokens).toBeGreaterThan(0.8 * made.completionTokens);
    const without = await countersOf(plain);
    expect(without.draftTokens).toBe(0);
    expect(counters.steps).toBeLessThan(0.25 * without.steps);
  });

  it('is that for several at once, in the same steps', async () => {
    const before = await countersOf(lookup);
    expect(await answers(lookup, quoting, true)).toEqual(questions.map(() => answer));
    const { steps, completionTokens } = await countersOf(lookup);
    expect(steps - before.steps).toBeLessThan(0.2 * (completionTokens - before.completionTokens));
  });

  it('ends exactly where it may go on no further', async () => {
    for (const maxTokens of [1, 2, 5, 17, 40]) {
      const made = await ask(lookup, { ...quoting, maxTokens }).answer;
      expect(made).toMatchObject({ stopReason: 'max_tokens', completionTokens: maxTokens });
      expect(answer.startsWith(made.text)).toBe(true);
    }
  });

  it('ends at a stop string in the middle of a draft', async () => {
    const stop = answer.split(' ')[60]!;
    const made = await ask(lookup, { ...quoting, stop: [stop] }).answer;
    expect(made).toMatchObject({ text: answer.slice(0, answer.indexOf(stop)), stopReason: 'end' });
  });
});

describe('an answer of a model with random weights', () => {
  it.each([
    { name: 'the likeliest tokens', request: { temperature: 0, maxTokens: 120 } },
    { name: 'tokens drawn at random', request: { temperature: 1, seed: 11, maxTokens: 120 } },
    // Little randomness repeats itself, so that there is something to look up.
    { name: 'tokens drawn nearly at will', request: { temperature: 0.3, seed: 5, maxTokens: 200 } },
  ])('is the same with looking up as without: $name', async ({ request }) => {
    const model = { path: tinyPhi3(), sequences: 4 };
    const plain = await startEngine({ ...model, promptLookup: false });
    const expected = await answers(plain, request, false);
    await plain.close();
    const lookup = await startEngine(model);
    expect(await answers(lookup, request, false)).toEqual(expected);
    expect(await answers(lookup, request, true)).toEqual(expected);
    const { draftTokens, acceptedDraftTokens } = await countersOf(lookup);
    expect(acceptedDraftTokens).toBeLessThanOrEqual(draftTokens);
    await lookup.close();
  });
});
