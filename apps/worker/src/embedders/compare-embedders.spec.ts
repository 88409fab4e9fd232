import type { Pair } from '#database';
import type { Embedder } from '#llm';
import { compareEmbedders } from './compare-embedders.js';

const PASSAGES = 40;

/** An embedder to which text `n` is the direction of its angle. */
function embedder(id: string): Embedder {
  return {
    id,
    dimensions: 2,
    embedQuery: (text) => Promise.resolve(direction(Number(text))),
    embedPassages: () => Promise.reject(new Error('passages are embedded already')),
    close: () => Promise.resolve(),
  };
}

function direction(n: number): Float32Array {
  const angle = (n / PASSAGES) * 2 * Math.PI;
  return new Float32Array([Math.cos(angle), Math.sin(angle)]);
}

/** Passages whose text is their id; the embedder after sees each as its opposite, from `wrongFrom` on. */
function tools(asked: string[], wrongFrom = PASSAGES) {
  const pairs = Array.from({ length: PASSAGES }, (_, id): Pair => {
    const after = direction(id < wrongFrom ? id : id + PASSAGES / 2);
    return { id, text: String(id), before: direction(id), after };
  });
  return {
    embeddings: {
      async *pairs() {
        yield pairs.slice(0, 15);
        yield pairs.slice(15);
      },
    },
    questions: { lately: () => Promise.resolve(asked) },
    signal: new AbortController().signal,
  };
}

const compare = (given: ReturnType<typeof tools>) =>
  compareEmbedders('c', embedder('before'), embedder('after'), given);

describe('compareEmbedders', () => {
  it('finds the same with the same vectors, by the beginnings of passages', async () => {
    expect(await compare(tools([]))).toEqual({
      queries: 'passages',
      sample: 30,
      passages: PASSAGES,
      overlap_at_10: 1,
      found_at_10: { before: 1, after: 1 },
    });
  });

  it('shows an embedder that loses its way', async () => {
    const { overlap_at_10, found_at_10 } = (await compare(tools([], 0)))!;
    expect(overlap_at_10).toBe(0);
    expect(found_at_10).toEqual({ before: 1, after: 0 });
  });

  it('prefers questions that were asked, of which nobody knows the right passage', async () => {
    const asked = Array.from({ length: 12 }, (_, n) => String(n));
    expect(await compare(tools(asked))).toMatchObject({
      queries: 'questions',
      sample: 12,
      overlap_at_10: 1,
      found_at_10: null,
    });
  });

  it('has nothing to say about an empty collection', async () => {
    const empty = { ...tools([]), embeddings: { async *pairs() {} } };
    expect(await compare(empty)).toBeNull();
  });
});
