import { findUnstorable } from './well-formed.js';

describe('findUnstorable', () => {
  it('finds nothing in text of any script', () => {
    expect(findUnstorable({ question: '空は？ 👩‍👩‍👧 𠮷', n: [1, null, true, { deep: '\n\t' }] })).toEqual([]);
  });

  it('says where NUL and halves of surrogate pairs are, in values and keys', () => {
    const found = findUnstorable({ a: ['ok', 'x\0'], b: { c: '\ud83d', '\udc00': 1 } });
    expect(found.map(({ path }) => path)).toEqual(['a.1', 'b.c', 'b']);
  });
});
