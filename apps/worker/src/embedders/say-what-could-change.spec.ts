import { sayWhatCouldChange } from './say-what-could-change.js';

const collections = [
  { name: 'old', embedder: { id: 'hashed-ngrams-512', dimensions: 512 } },
  { name: 'new', embedder: { id: 'bge-m3@1', dimensions: 1024 } },
  { name: 'empty', embedder: null },
];

function said(preferred: string): string[] {
  const lines: string[] = [];
  sayWhatCouldChange(collections, { id: preferred }, { log: (line) => lines.push(line) });
  return lines;
}

describe('sayWhatCouldChange', () => {
  it('names each collection with another embedder, and the call that changes it', () => {
    expect(said('bge-m3@1')).toEqual([
      expect.stringMatching(
        /"old" goes on with .*hashed.*PUT \/v1\/collections\/old\/embedder \{"embedder": "bge-m3@1"\}/,
      ),
    ]);
  });

  it('does not advertise the built-in embedder', () => {
    expect(said('hashed-ngrams-512')).toEqual([]);
  });
});
