import { EngineHost, LlamaEmbedder, type LlamaEmbedderOptions, type Pooling } from '#llm';
import { tinyBert, type TinyBert } from '../support/tiny-models.js';
import { ENGINE_TIMEOUT_MS } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

const dot = (a: ArrayLike<number> = [], b: ArrayLike<number> = []) =>
  Array.from(a).reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

const bare = (text: string) => ({ heading: '', text });

const plain = { name: 'tiny', sha256: 'a'.repeat(64), queryPrefix: '', passagePrefix: '' };

describe('LlamaEmbedder', () => {
  let host: EngineHost;
  let embedder: LlamaEmbedder;
  const made = (options: Partial<LlamaEmbedderOptions>) =>
    new LlamaEmbedder(host, 0, { ...plain, ...options });

  beforeAll(async () => {
    const embedding = { path: tinyBert(), contextSize: 256 };
    host = await EngineHost.start({ gpu: 'cpu', threads: 1, embeddings: [embedding] }, () => {});
    embedder = made({ queryPrefix: 'query: ', passagePrefix: 'passage: ' });
  });
  afterAll(() => embedder.close());

  it('returns vectors of unit length, in order', async () => {
    const texts = ['leave of absence', '有給休暇', '😀', '', 'leave of absence'];
    const vectors = await embedder.embedPassages(texts.map(bare));
    expect(vectors.map((vector) => [vector.length, Math.hypot(...vector).toFixed(4)])).toEqual(
      texts.map(() => [embedder.dimensions, '1.0000']),
    );
    expect(vectors[4]).toEqual(vectors[0]);
    expect(vectors[1]).not.toEqual(vectors[0]);
  });

  it('puts the prefixes before questions and passages, and headings before texts', async () => {
    const without = made({});
    expect(await embedder.embedQuery('leave')).toEqual(await without.embedQuery('query: leave'));
    const [passage] = await embedder.embedPassages([{ heading: 'Holidays', text: 'leave' }]);
    expect(passage).toEqual(await without.embedQuery('passage: Holidays\nleave'));
  });

  it('writes headings where the rule of the model has titles', async () => {
    const titled = made({ passagePrefix: 'title: {title} | text: ' });
    const [with_, none] = await titled.embedPassages([
      { heading: "$& > 就業規則 $'", text: 'leave' },
      bare('leave'),
    ]);
    const without = made({});
    expect(with_).toEqual(await without.embedQuery("title: $& > 就業規則 $' | text: leave"));
    expect(none).toEqual(await without.embedQuery('title: none | text: leave'));
  });

  it('is nearer to a text that shares words than to one that does not', async () => {
    const [a, b, c] = await embedder.embedPassages(
      ['twenty days of leave', 'ten days of leave', 'gradient descent'].map(bare),
    );
    expect(dot(a, b)).toBeGreaterThan(dot(a, c));
  });

  it('reads all of a text that is longer than its context', async () => {
    const beginning = 'leave '.repeat(300);
    const [a, b] = await embedder.embedPassages(
      [`${beginning} one way`, `${beginning} quite another end`].map(bare),
    );
    expect(a).not.toEqual(b);
    expect(dot(a, b)).toBeGreaterThan(0.9);
  });

  it('lets a question overtake a document', async () => {
    const order: string[] = [];
    const passages = Array.from({ length: 40 }, (_, i) => bare(`passage ${i} ${'leave '.repeat(100)}`));
    const document = embedder.embedPassages(passages).then(() => order.push('document'));
    await embedder.embedQuery('leave');
    order.push('question');
    await document;
    expect(order).toEqual(['question', 'document']);
  });

  it('stops in the middle of a document', async () => {
    const controller = new AbortController();
    const passages = Array(200).fill(bare('leave '.repeat(150)));
    const embedded = embedder.embedPassages(passages, controller.signal);
    controller.abort();
    await expect(embedded).rejects.toMatchObject({ code: 'cancelled' });
  });
});

async function sameness(embedder: LlamaEmbedder) {
  const [a, b, longer] = await embedder.embedPassages(['leave days', 'sick pay', 'sick pay too'].map(bare));
  return { otherWords: dot(a, b) > 0.9999, otherLength: dot(b, longer) > 0.9999 };
}

describe('pooling', () => {
  const hosts: EngineHost[] = [];
  afterEach(() => Promise.all(hosts.splice(0).map((host) => host.close())));

  /** In this model a token's vector depends on the token and its place alone, so pooling shows. */
  async function open(file: TinyBert['pooling'], pooling?: Pooling): Promise<LlamaEmbedder> {
    const embedding = { path: tinyBert({ mix: 0, pooling: file }), contextSize: 64, pooling };
    const host = await EngineHost.start({ gpu: 'cpu', threads: 1, embeddings: [embedding] }, () => {});
    hosts.push(host);
    return new LlamaEmbedder(host, 0, plain);
  }

  // The first token frames every text alike; the last one does too, but at another place in a longer text.
  const traces: Record<Pooling, Awaited<ReturnType<typeof sameness>>> = {
    cls: { otherWords: true, otherLength: true },
    last: { otherWords: true, otherLength: false },
    mean: { otherWords: false, otherLength: false },
  };

  it.each(['cls', 'last', 'mean'] as const)('%s is done as the file says', async (pooling) => {
    expect(await sameness(await open(pooling))).toEqual(traces[pooling]);
  });

  it.each(['cls', 'last', 'mean'] as const)(
    '%s is done as configured, where the file says nothing',
    async (pooling) => {
      expect(await sameness(await open('none', pooling))).toEqual(traces[pooling]);
    },
  );

  it('follows the configuration against the file, and then is another embedder', async () => {
    const [file, configured] = [await open('mean'), await open('mean', 'cls')];
    expect(await sameness(configured)).toEqual(traces.cls);
    expect(configured.id).not.toBe(file.id);
  });

  it('refuses a file that does not say how to pool it', async () => {
    await expect(open('none')).rejects.toMatchObject({
      code: 'model_unsupported',
      message: expect.stringContaining('KOTAE_EMBEDDER_POOLING'),
    });
  });
});

describe('several embedding models in one engine', () => {
  it('keeps them apart', async () => {
    const paths = [tinyBert(), tinyBert({ seed: 8 })];
    const embeddings = paths.map((path) => ({ path, contextSize: 64 }));
    const host = await EngineHost.start({ gpu: 'cpu', threads: 1, embeddings }, () => {});
    const [first, second] = paths.map((_, place) => new LlamaEmbedder(host, place, plain));
    const [a, b] = await Promise.all([first!.embedQuery('leave'), second!.embedQuery('leave')]);
    expect(dot(a, b)).toBeLessThan(0.9);
    expect(() => new LlamaEmbedder(host, 2, plain)).toThrow(/without that embedding model/);
    await host.close();
  });
});
