import { json, ModelServer, type Behaviour } from '../../../../test/support/model-server.js';
import { OpenAiEmbedder } from './openai-embedder.js';

let server: ModelServer;
beforeEach(async () => {
  server = await ModelServer.start();
  server.routes.set('/v1/embeddings', embeds);
});
afterEach(() => server.stop());

/** Vectors that tell the texts' lengths, in an order of the server's own. */
const embeds: Behaviour = ({ body }, response) =>
  json({
    data: body.input.map((text, index) => ({ index, embedding: [text.length, 1, 0] })).reverse(),
  })(null as never, response);

const open = (prefixes: { queryPrefix?: string; passagePrefix?: string } = {}) =>
  OpenAiEmbedder.open({
    url: server.url,
    model: 'bge-m3',
    queryPrefix: '',
    passagePrefix: '',
    retries: 0,
    ...prefixes,
  });

describe('an embedder behind an OpenAI-compatible server', () => {
  it('gives unit vectors in the order of the texts, with the prefixes', async () => {
    const embedder = await open({ queryPrefix: 'query: ', passagePrefix: 'passage: ' });
    expect(embedder.dimensions).toBe(3);
    const vectors = await embedder.embedPassages([
      { heading: 'H', text: 'long passage' },
      { heading: '', text: 'short' },
    ]);
    expect(vectors.map((vector) => Math.round(vector[0]! / vector[1]!))).toEqual([23, 14]);
    for (const vector of [...vectors, await embedder.embedQuery('who?')]) {
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    }
    const inputs = server.requests.map(({ body }) => body.input);
    expect(inputs.slice(1)).toEqual([['passage: H\nlong passage', 'passage: short'], ['query: who?']]);
    await embedder.close();
  });

  it('is another one when its prefixes or dimensions are others', async () => {
    const [plain, same, prefixed] = [await open(), await open(), await open({ passagePrefix: 'passage: ' })];
    server.routes.set('/v1/embeddings', json({ data: [{ index: 0, embedding: [1, 0] }] }));
    const smaller = await open();
    expect(same.id).toBe(plain.id);
    expect(new Set([plain.id, prefixed.id, smaller.id]).size).toBe(3);
    await Promise.all([plain, same, prefixed, smaller].map((embedder) => embedder.close()));
  });

  it('sends many passages in several requests', async () => {
    const embedder = await open();
    const passages = Array.from({ length: 70 }, (_, n) => ({ heading: '', text: 'x'.repeat(n + 1) }));
    expect(await embedder.embedPassages(passages)).toHaveLength(70);
    expect(server.requests.slice(1).map(({ body }) => body.input.length)).toEqual([32, 32, 6]);
    await embedder.close();
  });

  it.each([
    ['too few', { data: [] }],
    ['of another size', { data: [{ index: 0, embedding: [1, 2] }] }],
    ['without direction', { data: [{ index: 0, embedding: [0, 0, 0] }] }],
    ['no vectors at all', { choices: [] }],
  ])('refuses vectors that are %s', async (_, reply) => {
    const embedder = await open();
    server.routes.set('/v1/embeddings', json(reply));
    await expect(embedder.embedQuery('who?')).rejects.toMatchObject({ reason: 'bad_response' });
    await embedder.close();
  });

  it('cannot be opened on a server that does not know the model', async () => {
    server.routes.set('/v1/embeddings', json({ error: 'model "bge-m3" not found' }, 404));
    await expect(open()).rejects.toMatchObject({
      reason: 'refused',
      message: expect.stringContaining('bge-m3'),
    });
  });

  it('stops when it is cancelled', async () => {
    const embedder = await open();
    server.routes.set('/v1/embeddings', () => undefined);
    const cancel = new AbortController();
    const embedding = embedder.embedPassages([{ heading: '', text: 'x' }], cancel.signal);
    cancel.abort();
    await expect(embedding).rejects.toMatchObject({ code: 'cancelled' });
    await embedder.close();
  });
});
