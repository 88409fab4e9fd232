import { HashedEmbedder } from './hashed-embedder.js';

const embedder = new HashedEmbedder();

const bare = (text: string) => ({ heading: '', text });

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

async function similarity(a: string, b: string): Promise<number> {
  const [first, second] = await embedder.embedPassages([a, b].map(bare));
  return dot(first!, second!);
}

describe('HashedEmbedder', () => {
  it('makes vectors of unit length, whatever the text', async () => {
    const texts = [
      'annual leave',
      '有給休暇の申請',
      '',
      ' \n',
      '!?…',
      '😀',
      '\ud800',
      'a',
      'を',
      'the of and',
      'x'.repeat(1e5),
    ];
    const vectors = await embedder.embedPassages(texts.map(bare));
    for (const vector of vectors) {
      expect(vector).toHaveLength(embedder.dimensions);
      expect(dot(vector, vector)).toBeCloseTo(1, 5);
    }
  });

  it('makes the same vector of the same text, as question and as passage', async () => {
    const [passage] = await embedder.embedPassages([bare('有給休暇は annual leave のことです。')]);
    expect(await embedder.embedQuery('有給休暇は annual leave のことです。')).toEqual(passage);
    // Stored vectors are compared with new ones, so the hash may never change under this id.
    expect(embedder.id).toBe('hashed-ngrams-512');
    expect(Array.from(passage!).flatMap((value, i) => (Math.abs(value) > 0.2 ? [i] : [])))
      .toMatchInlineSnapshot(`
     [
       36,
       78,
       79,
       108,
       162,
       177,
       205,
       267,
       301,
       337,
       342,
       374,
       375,
       428,
       506,
     ]
    `);
  });

  it.each([
    ['annual leave policy', 'The policy on annual leave', 'Expenses are paid by bank transfer'],
    ['announce', 'the announcement was made', 'the weather was fine'],
    ['有給休暇の繰り越し', '年次有給休暇は翌年に繰り越せます', '交通費は月末に精算します'],
    ['ＫＡＴＡＫＡＮＡ　ｶﾀｶﾅ', 'katakana カタカナ', 'hiragana ひらがな'],
  ])('puts %s nearer to what shares its spelling', async (query, near, far) => {
    expect(await similarity(query, near)).toBeGreaterThan((await similarity(query, far)) + 0.1);
  });

  it('keeps the order of the passages', async () => {
    const texts = Array.from({ length: 100 }, (_, i) => `passage number ${i}`);
    const vectors = await embedder.embedPassages(texts.map(bare));
    expect(vectors).toHaveLength(100);
    expect(vectors[77]).toEqual(await embedder.embedQuery('passage number 77'));
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    const running = embedder.embedPassages(Array(10_000).fill(bare('text')), stop.signal);
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });
});
