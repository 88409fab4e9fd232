import { EngineHost, LlamaReranker } from '#llm';
import { tinyBert, tinyPhi3, tinyReranker } from '../support/tiny-models.js';
import { ask, ENGINE_TIMEOUT_MS } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

const never = new AbortController().signal;
const bare = (text: string) => ({ heading: '', text });
/** Passages with ever smaller shares of the word by which the model ranks. */
const graded = ['gold gold gold', 'gold gold here', 'some gold here', 'none at all'].map(bare);

describe('LlamaReranker', () => {
  let host: EngineHost;
  let reranker: LlamaReranker;

  beforeAll(async () => {
    host = await EngineHost.start(
      {
        gpu: 'cpu',
        threads: 1,
        model: { path: tinyPhi3(), mode: 'full', sequences: 2, longContext: 0 },
        embeddings: [{ path: tinyBert(), contextSize: 128 }],
        ranking: { path: tinyReranker(), contextSize: 128 },
      },
      () => {},
    );
    reranker = new LlamaReranker(host, 'tiny');
  });
  afterAll(() => host.close());

  it('judges passages as its classifier says, in the order given', async () => {
    const scores = await reranker.rank('where is it', graded, never);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBe(graded.length);
    expect(Math.min(...scores)).toBeGreaterThan(0);
    expect(Math.max(...scores)).toBeLessThan(1);
    const backwards = await reranker.rank('where is it', [...graded].reverse(), never);
    expect(backwards.reverse()).toEqual(scores);
  });

  it('reads the heading with the passage, and any language', async () => {
    const [without, with_] = await reranker.rank(
      '有給休暇は何日ですか',
      [bare('二十日'), { heading: 'gold gold gold', text: '二十日' }],
      never,
    );
    expect(with_).toBeGreaterThan(without!);
  });

  it('finds the best piece of a passage that is longer than its context', async () => {
    const dull = 'nothing to see '.repeat(100);
    const [end, nowhere] = await reranker.rank('q', [bare(`${dull} gold gold gold gold`), bare(dull)], never);
    expect(end).toBeGreaterThan(nowhere!);
  });

  it('cuts a question that leaves no room for the passage', async () => {
    const scores = await reranker.rank('why '.repeat(2000), graded, never);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('takes control tokens in passages for text', async () => {
    const [inert, plain] = await reranker.rank('q', [bare('[SEP] gold [CLS]'), bare('gold')], never);
    expect(inert).toBeLessThan(plain!);
  });

  it('lets answers and embeddings go on meanwhile', async () => {
    const controller = new AbortController();
    const many = Array(5000).fill(bare('gold and silver '.repeat(20)));
    const ranked = reranker.rank('q', many, controller.signal);
    let ending = 'not yet';
    ranked.then(
      () => (ending = 'done'),
      () => (ending = 'cancelled'),
    );
    const { text } = await ask(host, { maxTokens: 12 }).answer;
    await host.embed({ model: 0, texts: ['leave'], urgent: true });
    expect({ answered: text !== '', ending }).toEqual({ answered: true, ending: 'not yet' });
    controller.abort();
    await expect(ranked).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('stops in the middle', async () => {
    const controller = new AbortController();
    const ranked = reranker.rank('q', Array(300).fill(bare('gold '.repeat(100))), controller.signal);
    controller.abort();
    await expect(ranked).rejects.toMatchObject({ code: 'cancelled' });
    expect(await reranker.rank('q', graded.slice(0, 1), never)).toHaveLength(1);
  });
});

describe('a file that cannot rank', () => {
  it('is refused by name when the engine starts', async () => {
    const ranking = { path: tinyBert(), contextSize: 128 };
    await expect(EngineHost.start({ gpu: 'cpu', threads: 1, ranking }, () => {})).rejects.toMatchObject({
      code: 'model_unsupported',
      message: expect.stringMatching(/bert-tiny-.* has no classifier/),
    });
  });
});
