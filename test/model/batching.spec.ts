import type { EngineHost } from '#llm';
import { tinyPhi3 } from '../support/tiny-models.js';
import { ask, countersOf, ENGINE_TIMEOUT_MS, sources, startEngine, whenStarted } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

const passage = 'Every employee has twenty days of leave a year. 有給休暇は年に二十日です。 '.repeat(12);
const questions = ['How long?', 'Who says so?', '何日ですか。', 'And if not?', '😀 齟齬とは?'];

const fail = () => {
  throw new Error('the reader is gone');
};

describe('the engine, answering several questions at once', () => {
  let host: EngineHost;

  beforeAll(async () => {
    host = await startEngine({ path: tinyPhi3(), sequences: 3 });
  });
  afterAll(() => host.close());

  it('makes the same answers as one after another', async () => {
    const requests = questions.map((question, i) => ({
      question,
      sources: sources(...Array(i).fill(passage)),
    }));
    const alone = [];
    for (const request of requests) alone.push((await ask(host, request).answer).text);
    const together = await Promise.all(requests.map((request) => ask(host, request).answer));
    expect(together.map(({ text }) => text)).toEqual(alone);
    expect(alone.every((text) => text.length > 0)).toBe(true);
  });

  it('repeats a random answer from its seed', async () => {
    const random = { temperature: 1, seed: 7 };
    const { text } = await ask(host, random).answer;
    expect((await ask(host, random).answer).text).toBe(text);
    expect((await ask(host, { ...random, seed: 8 }).answer).text).not.toBe(text);
  });

  it('streams exactly the text that it returns', async () => {
    const asked = questions.map((question) => ask(host, { question, temperature: 1.5, maxTokens: 80 }));
    for (const { pieces, answer } of asked) {
      const { text } = await answer;
      expect(pieces.join('')).toBe(text);
    }
  });

  it('reuses nearly all of a prompt when another question follows on the same sources', async () => {
    const same = sources(passage, passage, passage);
    await ask(host, { sources: same, question: 'How many days are there?' }).answer;
    const { fixed, sources: costs } = await host.measure({ question: '', grounded: true, sources: same });
    const shared = fixed + costs.reduce((sum, tokens) => sum + tokens, 0);
    const { reusedTokens } = await ask(host, { sources: same, question: 'Who has them?' }).answer;
    expect(reusedTokens).toBeGreaterThan(0.95 * shared);
  });

  it('reads sources once for all who ask about them at once', async () => {
    const same = sources(...Array.from({ length: 3 }, (_, i) => `Part ${i}. ${passage}`));
    const asked = ['How long?', 'Who says so?', 'And if not?'].map((question) => ({
      question,
      sources: same,
    }));
    const before = await countersOf(host);
    const together = await Promise.all(asked.map((request) => ask(host, request).answer));
    const after = await countersOf(host);
    const { promptTokens } = together[0]!;
    expect(after.promptTokens - before.promptTokens).toBeLessThan(1.2 * promptTokens);
    expect(after.copiedTokens - before.copiedTokens).toBeGreaterThan(1.8 * promptTokens);
    expect(together.filter(({ reusedTokens }) => reusedTokens > 0.9 * promptTokens)).toHaveLength(2);
    const reused = together.reduce((sum, one) => sum + one.reusedTokens, 0);
    expect(after.reusedTokens - before.reusedTokens).toBe(reused);
    // What was copied is what would have been computed.
    const fresh = await startEngine({ path: tinyPhi3(), sequences: 1 });
    for (const [i, request] of asked.entries()) {
      await ask(fresh, { question: `Something else ${i}` }).answer;
      expect((await ask(fresh, request).answer).text).toBe(together[i]!.text);
    }
    await fresh.close();
  });

  it('says what it holds and has done', async () => {
    const { answer } = ask(host, { prefixKey: 'talk-7', maxTokens: 5 });
    const { promptTokens, completionTokens } = await answer;
    const stats = await host.stats();
    expect(host.capacity).toBe(3);
    const [lane] = stats!.lanes;
    expect(lane).toMatchObject({ name: 'short', sequences: 3, running: 0 });
    expect(lane!.held).toContainEqual({ key: 'talk-7', tokens: promptTokens + completionTokens - 1 });
    expect(lane!.kvCells.used).toBe(lane!.held.reduce((sum, { tokens }) => sum + tokens, 0));
    const { stepMs, llamaMs } = lane!.counters;
    expect(llamaMs).toBeGreaterThan(0);
    expect(llamaMs).toBeLessThan(stepMs);
  });

  it('lets one go that is cancelled while it answers, and the others go on', async () => {
    const other = ask(host, { question: 'Go on.', maxTokens: 60 });
    const { started, cancel, answer } = whenStarted(host, { question: 'Stop!', maxTokens: 3000 });
    await started;
    cancel();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    const { text } = await other.answer;
    expect((await ask(host, { question: 'Go on.', maxTokens: 60 }).answer).text).toBe(text);
  });

  it('ends an answer whose reader fails, with the error of the reader', async () => {
    await expect(ask(host, { maxTokens: 3000 }, { onText: fail }).answer).rejects.toThrow(
      'the reader is gone',
    );
    await expect(ask(host, {}).answer).resolves.toMatchObject({ completionTokens: 24 });
  });

  it('lets one go that is cancelled while it waits for a place', async () => {
    const running = Array.from({ length: 3 }, (_, i) =>
      whenStarted(host, { question: `${i}`, maxTokens: 3000 }),
    );
    await Promise.all(running.map(({ started }) => started));
    const controller = new AbortController();
    const { answer } = ask(host, {}, { signal: controller.signal });
    controller.abort();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    for (const { cancel } of running) cancel();
    const endings = await Promise.all(
      running.map(({ answer }) => answer.catch((error: { code: string }) => error)),
    );
    expect(endings).toMatchObject(running.map(() => ({ code: 'cancelled' })));
  });
});
