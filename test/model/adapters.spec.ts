import type { Adapter, EngineHost } from '#llm';
import { tinyBert, tinyLora, tinyPhi3 } from '../support/tiny-models.js';
import { ask, ENGINE_TIMEOUT_MS, startEngine } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

async function answerWith(adapters: Adapter[]): Promise<string> {
  const host: EngineHost = await startEngine({ path: tinyPhi3(), adapters });
  const { text } = await ask(host, {}).answer;
  await host.close();
  return text;
}

describe('a LoRA adapter', () => {
  it('changes the answer by its scale, and at 0 not at all', async () => {
    const path = tinyLora();
    const [plain, none, full, half] = [
      await answerWith([]),
      await answerWith([{ path, scale: 0 }]),
      await answerWith([{ path, scale: 1 }]),
      await answerWith([{ path, scale: 0.5 }]),
    ];
    expect(none).toBe(plain);
    expect(new Set([plain, full, half]).size).toBe(3);
    expect(await answerWith([{ path, scale: 0.5 }])).toBe(half);
  });

  it.each<[string, () => string, string, RegExp]>([
    ['is missing', () => '/nowhere/tone.gguf', 'model_not_found', /tone\.gguf/],
    ['is a model', () => tinyBert(), 'model_unsupported', /not a LoRA adapter/],
    [
      'fits another model',
      () => tinyLora({ width: 256 }),
      'model_unsupported',
      /another size than the model's/,
    ],
  ])('is refused when it %s', async (_, path, code, message) => {
    await expect(answerWith([{ path: path(), scale: 1 }])).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});
