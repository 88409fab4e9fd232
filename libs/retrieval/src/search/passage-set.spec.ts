import * as fc from 'fast-check';
import { PassageSet } from './passage-set.js';

describe('PassageSet', () => {
  it('holds what was added, once, wherever the ids lie', () => {
    const id = fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 2 ** 40 }));
    fc.assert(
      fc.property(fc.array(id), fc.array(id), (added, asked) => {
        const set = new PassageSet();
        for (const each of added) set.add(each);
        const expected = new Set(added);
        expect(set.size).toBe(expected.size);
        expect([...set].sort((a, b) => a - b)).toEqual([...expected].sort((a, b) => a - b));
        for (const each of [...added, ...asked]) expect(set.has(each)).toBe(expected.has(each));
      }),
    );
  });
});
