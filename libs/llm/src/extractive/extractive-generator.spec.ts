import type { GenerateRequest, Generation, PromptSource } from '../generator.js';
import { ExtractiveGenerator } from './extractive-generator.js';

const sources: PromptSource[] = [
  {
    n: 1,
    passageId: 11,
    title: '就業規則',
    text: '正社員には年次有給休暇を年20日付与します。申請は二週間前までに行います。',
  },
  {
    n: 2,
    passageId: 12,
    title: 'Expenses',
    text: 'Keep every receipt. Hotels cost at most 120 euros per night.',
  },
];

const request = (question: string, more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  question,
  grounded: true,
  sources,
  maxTokens: 512,
  temperature: 0,
  priority: 'interactive',
  ...more,
});

const generator = new ExtractiveGenerator();

async function answer(asked: GenerateRequest): Promise<Generation & { pieces: string[] }> {
  const pieces: string[] = [];
  const onText = (piece: string) => void pieces.push(piece);
  return { ...(await generator.generate(asked, { onText, signal: new AbortController().signal })), pieces };
}

describe('ExtractiveGenerator', () => {
  it('quotes the best sentence first, each with the marker of its source on a line of its own', async () => {
    const { text, stopReason } = await answer(request('What may a hotel cost per night?'));
    const [first, ...rest] = text.split('\n');
    expect(first).toBe('Hotels cost at most 120 euros per night. [2]');
    for (const line of rest) expect(line).toMatch(/\S \[\d\]$/);
    expect(stopReason).toBe('end');
  });

  it('streams exactly the text, in small pieces', async () => {
    const { text, pieces } = await answer(request('有給休暇は年に何日ありますか'));
    expect(pieces.join('')).toBe(text);
    expect(text.split('\n')[0]).toBe('正社員には年次有給休暇を年20日付与します。 [1]');
    expect(pieces.length).toBeGreaterThan(2);
  });

  it('refuses in the language of the question', async () => {
    expect((await answer(request('What is the capital of Mongolia?'))).text).toMatch(
      /^The documents do not contain/,
    );
    expect((await answer(request('モンゴルの首都はどこですか'))).text).toMatch(
      /資料の中に見つかりませんでした/,
    );
  });

  it('says how to get a model when it is not to use the documents', async () => {
    const english = await answer(request('What is the capital of Mongolia?', { grounded: false }));
    expect(english.text).toMatch(/No language model is installed.*npm run models -- pull/);
    expect(english.text).not.toContain('[');
    expect((await answer(request('モンゴルの首都は？', { grounded: false }))).text).toMatch(
      /言語モデルが入っていない/,
    );
  });

  it('stops at the wanted length without splitting a character', async () => {
    const emoji = [{ n: 1, passageId: 1, title: '', text: `Hotels ${'👩‍👩‍👧'.repeat(40)} end.` }];
    const { text, stopReason, usage } = await answer(request('hotels', { sources: emoji, maxTokens: 30 }));
    expect(stopReason).toBe('max_tokens');
    expect(usage.completion_tokens).toBeLessThanOrEqual(40);
    expect(text.replace('Hotels ', '').replaceAll('👩‍👩‍👧', '')).toBe('');
  });

  it('says what it is and how much fits', async () => {
    const { model, lanes } = generator.info();
    expect(model).toMatchObject({
      id: 'extractive',
      generator: 'extractive',
      lane: null,
      context_size: null,
    });
    expect(model.note).toContain('npm run models -- pull');
    expect(lanes).toEqual([{ name: 'short', sequences: 64, contextSize: 4096 }]);
    expect((await answer(request('hotel'))).model).toEqual(model);
  });

  it('accounts for the whole prompt as the sum of its measured parts', async () => {
    const cost = await generator.measure({ question: 'hotel', grounded: true, sources });
    const { usage } = await answer(request('hotel'));
    expect(usage.prompt_tokens).toBe(cost.sources.reduce((sum, tokens) => sum + tokens, cost.fixed));
    expect(await generator.measure({ question: 'hotel', grounded: false, sources })).toEqual({
      fixed: cost.fixed,
      sources: [],
      history: [],
    });
    expect(await generator.countTokens(['', 'one two'])).toEqual([0, expect.any(Number)]);
  });

  it('stops when told to, before and during the answer', async () => {
    const stop = new AbortController();
    const onText = () => stop.abort();
    const during = generator.generate(request('hotel receipt'), { onText, signal: stop.signal });
    await expect(during).rejects.toMatchObject({ code: 'cancelled' });
    const before = generator.generate(request('hotel'), { onText, signal: AbortSignal.abort() });
    await expect(before).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('ends what is running when it is closed', async () => {
    const closing = new ExtractiveGenerator();
    const options = { onText: () => void closing.close(), signal: new AbortController().signal };
    await expect(closing.generate(request('hotel receipt'), options)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
