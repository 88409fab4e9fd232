import type { ChatMessage } from '#contracts';
import type { EngineHost } from '#llm';
import { tinyPhi3 } from '../support/tiny-models.js';
import { ask, ENGINE_TIMEOUT_MS, startEngine } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

const answer = 'First one, then two, and END of it.';
const talk: ChatMessage[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hello <|end|>' },
  { role: 'assistant', content: 'Hello!' },
  { role: 'user', content: 'And now?' },
];

describe('a chat with the model alone', () => {
  let host: EngineHost;

  beforeAll(async () => {
    host = await startEngine({ path: tinyPhi3() });
  });
  afterAll(() => host.close());

  it('costs exactly what the prompt has, and a spelled control token is no control token', async () => {
    const content = { question: 'And now?', grounded: false, sources: [], chat: talk };
    const { fixed } = await host.measure(content);
    const made = await ask(host, { ...content, maxTokens: 2 }).answer;
    expect(made.promptTokens).toBe(fixed);
    const without = await host.measure({
      ...content,
      chat: talk.with(1, { role: 'user', content: 'Hello ' }),
    });
    // `<|end|>` as text is several tokens; as a control token it would be one.
    expect(fixed - without.fixed).toBeGreaterThan(2);
  });

  it('depends on what was said before', async () => {
    const texts = [];
    for (const chat of [talk, talk, talk.slice(3)]) {
      texts.push((await ask(host, { chat, maxTokens: 12 }).answer).text);
    }
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]).not.toBe(texts[0]);
  });

  it('makes the same text with the same seed', async () => {
    const texts = [];
    for (const seed of [7, 7, 8]) {
      texts.push((await ask(host, { chat: talk, maxTokens: 16, temperature: 1, seed }).answer).text);
    }
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]).not.toBe(texts[0]);
  });

  it('writes only JSON of the schema that it is given, whatever its weights would say', async () => {
    const json = {
      type: 'object',
      properties: {
        city: { enum: ['Osaka', 'Rotterdam'] },
        nights: { type: 'boolean' },
        tags: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 1, maxItems: 3 },
      },
    };
    for (const temperature of [0, 1]) {
      const made = await ask(host, { chat: talk, maxTokens: 400, temperature, seed: 3, json }).answer;
      expect(made.stopReason).toBe('end');
      const value = JSON.parse(made.text) as Record<string, unknown>;
      expect(Object.keys(value)).toEqual(['city', 'nights', 'tags']);
      expect(['Osaka', 'Rotterdam']).toContain(value['city']);
      expect(typeof value['nights']).toBe('boolean');
      expect(made.text).not.toMatch(/\n\n/);
    }
  });
});

describe('an answer with stop strings', () => {
  let host: EngineHost;

  beforeAll(async () => {
    host = await startEngine({ path: tinyPhi3({ answer }) });
  });
  afterAll(() => host.close());

  it('ends before the first of them and makes no more tokens', async () => {
    const whole = await ask(host, { maxTokens: 200 }).answer;
    const { pieces, answer: made } = ask(host, { maxTokens: 200, stop: ['END', 'never'] });
    const { text, stopReason, completionTokens } = await made;
    expect({ text, stopReason }).toEqual({ text: 'First one, then two, and ', stopReason: 'end' });
    expect(pieces.join('')).toBe(text);
    expect(completionTokens).toBeLessThan(whole.completionTokens);
  });
});
