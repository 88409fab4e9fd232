import { setImmediate as tick, setTimeout as sleep } from 'node:timers/promises';
import type { DomainError } from '#contracts';
import type { EngineHost } from '#llm';
import { tinyPhi3 } from '../support/tiny-models.js';
import { ask, ENGINE_TIMEOUT_MS, sources, startEngine } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

const words = (count: number, word = ' leave') => sources(word.repeat(count));

describe('the lanes of a LongRoPE model', () => {
  let host: EngineHost;

  beforeAll(async () => {
    host = await startEngine({ path: tinyPhi3({ context: 131_072, longRope: true }), longContext: 8192 });
  });
  afterAll(() => host.close());

  it('are both known before the long one exists', () => {
    expect(host.info.lanes).toEqual([
      { name: 'short', sequences: 2, contextSize: 4096 },
      { name: 'long', sequences: 1, contextSize: 8192 },
    ]);
  });

  it('send a short prompt to the short lane and a long one to the long lane', async () => {
    const [short, long] = [words(100), words(4500)].map((sources) => ask(host, { sources }).answer);
    expect((await short)?.lane.name).toBe('short');
    expect(await long).toMatchObject({ lane: { name: 'long', contextSize: 8192 }, completionTokens: 24 });
  });

  it('send a short prompt to the long lane when its answer may outgrow the short one', async () => {
    const { lane } = await ask(host, { sources: words(3990), maxTokens: 100 }).answer;
    expect(lane.name).toBe('long');
  });

  it('answer a short question while a long prompt is read', async () => {
    const order: string[] = [];
    const long = ask(host, { sources: words(6000, ' weeks'), maxTokens: 1 }).answer.then(() =>
      order.push('long'),
    );
    await ask(host, { question: 'Quick?', maxTokens: 4 }).answer;
    order.push('short');
    await long;
    expect(order).toEqual(['short', 'long']);
  });

  it('drop a prompt that is cancelled while it is read, long before it has been', async () => {
    const request = { sources: words(7000, ' days'), maxTokens: 1 };
    await ask(host, { sources: words(4500), maxTokens: 1 }).answer;
    const controller = new AbortController();
    const { answer } = ask(host, request, { signal: controller.signal });
    await sleep(50);
    controller.abort();
    // Before the engine can have replied: whoever cancels does not wait for the end of the step.
    expect(await Promise.race([answer.catch(({ code }: DomainError) => code), tick('later')])).toBe(
      'cancelled',
    );
    const { reusedTokens, promptTokens } = await ask(host, request).answer;
    expect(reusedTokens).toBeLessThan(promptTokens / 2);
  });

  it('refuse what does not fit the long lane either', async () => {
    await expect(ask(host, { sources: words(9000) }).answer).rejects.toMatchObject({
      code: 'prompt_too_long',
    });
  });
});

describe('the lanes of a model without LongRoPE factors', () => {
  it('do not go beyond the 4,096 tokens that it computes rightly', async () => {
    const host = await startEngine({ path: tinyPhi3({ context: 131_072 }), longContext: 8192 });
    const { lanes } = host.info;
    await host.close();
    expect(lanes).toEqual([{ name: 'short', sequences: 2, contextSize: 4096 }]);
  });
});
