import { EngineHost, LlamaEmbedder } from '#llm';
import { tinyBert } from '../support/tiny-models.js';
import { ENGINE_TIMEOUT_MS } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

const dot = (a: ArrayLike<number> = [], b: ArrayLike<number> = []) =>
  Array.from(a).reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

describe('LlamaEmbedder', () => {
  let host: EngineHost;
  let embedder: LlamaEmbedder;

  beforeAll(async () => {
    const embedding = { path: tinyBert(), contextSize: 256 };
    host = await EngineHost.start({ gpu: 'cpu', threads: 1, embedding }, () => {});
    embedder = new LlamaEmbedder(host, { id: 'tiny', queryPrefix: 'query: ', passagePrefix: 'passage: ' });
  });
  afterAll(() => embedder.close());

  it('returns vectors of unit length, in order', async () => {
    const texts = ['leave of absence', '有給休暇', '😀', '', 'leave of absence'];
    const vectors = await embedder.embedPassages(texts);
    expect(vectors.map((vector) => [vector.length, Math.hypot(...vector).toFixed(4)])).toEqual(
      texts.map(() => [embedder.dimensions, '1.0000']),
    );
    expect(vectors[4]).toEqual(vectors[0]);
    expect(vectors[1]).not.toEqual(vectors[0]);
  });

  it('puts the prefixes before questions and passages', async () => {
    const bare = new LlamaEmbedder(host, { id: 'bare', queryPrefix: '', passagePrefix: '' });
    const query = await embedder.embedQuery('leave');
    expect(query).toEqual(await bare.embedQuery('query: leave'));
    expect((await embedder.embedPassages(['leave']))[0]).toEqual(await bare.embedQuery('passage: leave'));
  });

  it('is nearer to a text that shares words than to one that does not', async () => {
    const [a, b, c] = await embedder.embedPassages([
      'twenty days of leave',
      'ten days of leave',
      'gradient descent',
    ]);
    expect(dot(a, b)).toBeGreaterThan(dot(a, c));
  });

  it('reads all of a text that is longer than its context', async () => {
    const beginning = 'leave '.repeat(300);
    const [a, b] = await embedder.embedPassages([`${beginning} one way`, `${beginning} quite another end`]);
    expect(a).not.toEqual(b);
    expect(dot(a, b)).toBeGreaterThan(0.9);
  });

  it('lets a question overtake a document', async () => {
    const order: string[] = [];
    const passages = Array.from({ length: 40 }, (_, i) => `passage ${i} ${'leave '.repeat(100)}`);
    const document = embedder.embedPassages(passages).then(() => order.push('document'));
    await embedder.embedQuery('leave');
    order.push('question');
    await document;
    expect(order).toEqual(['question', 'document']);
  });

  it('stops in the middle of a document', async () => {
    const controller = new AbortController();
    const embedded = embedder.embedPassages(Array(200).fill('leave '.repeat(150)), controller.signal);
    controller.abort();
    await expect(embedded).rejects.toMatchObject({ code: 'cancelled' });
  });
});
