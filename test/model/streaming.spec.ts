import type { EngineHost } from '#llm';
import { tinyPhi3 } from '../support/tiny-models.js';
import { ask, ENGINE_TIMEOUT_MS, startEngine } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

/** 給 and the emoji are not in the vocabulary: each is spread over three or four tokens. */
const answer = '有給休日は年に20日あります [1]。😀 The quick brown fox, as said in [2].';

describe('an answer in Japanese with an emoji', () => {
  let host: EngineHost;

  beforeAll(async () => {
    host = await startEngine({ path: tinyPhi3({ answer }) });
  });
  afterAll(() => host.close());

  it('arrives in many pieces, none of which breaks a character', async () => {
    const { pieces, answer: made } = ask(host, { maxTokens: 200 });
    const { text, stopReason } = await made;
    expect({ text, stopReason }).toEqual({ text: answer, stopReason: 'end' });
    expect(pieces.join('')).toBe(answer);
    expect(pieces.length).toBeGreaterThan(25);
    expect(pieces.filter((piece) => piece.includes('\uFFFD'))).toEqual([]);
    expect(pieces).toEqual(expect.arrayContaining(['給', '😀']));
  });

  it('is the same for several askers at once', async () => {
    const asked = Array.from({ length: 4 }, (_, i) => ask(host, { question: `${i}`, maxTokens: 200 }));
    for (const { pieces, answer: made } of asked) {
      expect((await made).text).toBe(answer);
      expect(pieces.join('')).toBe(answer);
    }
  });

  it('shows, in its last piece, that it was cut inside a character', async () => {
    const whole = await ask(host, { maxTokens: 200 }).answer;
    const texts = [];
    for (let maxTokens = 1; maxTokens <= whole.completionTokens; maxTokens++) {
      const { pieces, answer: made } = ask(host, { maxTokens });
      const { text, stopReason } = await made;
      expect({ stopReason, text: pieces.join('') }).toEqual({ stopReason: 'max_tokens', text });
      texts.push(text.replace(/\uFFFD+$/, ''));
    }
    expect(texts.every((text) => answer.startsWith(text))).toBe(true);
  });
});
