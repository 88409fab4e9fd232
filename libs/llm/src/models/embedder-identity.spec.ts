import { embedderId, type VectorShape } from './embedder-identity.js';

const shape: VectorShape = {
  sha256: 'a'.repeat(64),
  queryPrefix: 'query: ',
  passagePrefix: 'passage: ',
  pooling: 'mean',
  dimensions: 384,
  contextSize: 512,
};

describe('embedderId', () => {
  it('names the model, and is the same for the same shape', () => {
    expect(embedderId('bge-m3', shape)).toMatch(/^bge-m3@[0-9a-f]{12}$/);
    expect(embedderId('bge-m3', { ...shape })).toBe(embedderId('bge-m3', shape));
  });

  it.each<Partial<VectorShape>>([
    { sha256: 'b'.repeat(64) },
    { queryPrefix: '' },
    { passagePrefix: 'passage:' },
    { queryPrefix: 'query: passage: ', passagePrefix: '' },
    { pooling: 'cls' },
    { dimensions: 385 },
    { contextSize: 256 },
  ])('is another one with %j', (change) => {
    expect(embedderId('bge-m3', { ...shape, ...change })).not.toBe(embedderId('bge-m3', shape));
  });
});
