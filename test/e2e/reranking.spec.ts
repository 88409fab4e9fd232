import { Kotae } from '../support/kotae.js';
import { tinyReranker } from '../support/tiny-models.js';

jest.setTimeout(180_000);

/** The reranker prefers passages with a larger share of "gold", which the other retrievers are not asked about. */
const documents: Record<string, string> = {
  'plain.md': 'The vault. The vault is opened by two keys.',
  'mixed.md': 'The vault has some gold here and other things there.',
  'rich.md': 'The vault: gold gold gold gold gold gold.',
  'ja.md': '金庫 vault gold gold gold は二人で開けます。',
};

describe('a worker with a reranker', () => {
  let kotae: Kotae;
  beforeAll(async () => {
    kotae = await Kotae.start({ worker: { KOTAE_RERANKER: tinyReranker() } });
    for (const [name, text] of Object.entries(documents)) {
      const { id } = await kotae.client.upload(name, text);
      await kotae.client.ready(id);
    }
  });
  afterAll(() => kotae.stop());

  it('orders what was found by the reranker, and shows its scores', () =>
    kotae.explained(async () => {
      const { results, retrievers } = await kotae.client.search('vault');
      expect(results.map(({ document }) => document)).toEqual(['rich.md', 'ja.md', 'mixed.md', 'plain.md']);
      const scores = results.map(({ scores: { rerank } }) => rerank!);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(results.map(({ score }) => score)).toEqual(
        results.map(({ score }) => score).sort((a, b) => b - a),
      );
      expect(retrievers.at(-1)).toMatchObject({
        name: 'rerank',
        model: expect.stringMatching(/^reranker-tiny-/),
        weight: 1,
      });
    }));

  it('reads more candidates than are asked for', () =>
    kotae.explained(async () => {
      const { results } = await kotae.client.search('vault', 1);
      expect(results.map(({ document }) => document)).toEqual(['rich.md']);
    }));

  it('gives answers their sources in that order', () =>
    kotae.explained(async () => {
      const { sources } = await kotae.client.answer({ question: 'How is the vault opened?' });
      expect(sources.map(({ document }) => document).slice(0, 2)).toEqual(['rich.md', 'ja.md']);
    }));

  it('answers in the fused order when the reranker takes too long, and says so', () =>
    kotae.explained(async () => {
      const first = kotae.worker;
      await kotae.startWorker({ KOTAE_RERANK_MS: '1' });
      await kotae.killWorker(first);
      const { results, retrievers } = await kotae.client.search('vault');
      expect(results).toHaveLength(4);
      expect(results.map(({ scores }) => scores.rerank)).toEqual(results.map(() => undefined));
      expect(retrievers.at(-1)).toMatchObject({
        name: 'rerank',
        weight: 0,
        failed: expect.stringContaining('within 1 ms'),
      });
    }));
});
