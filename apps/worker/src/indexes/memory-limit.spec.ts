import type { IndexStatus } from '#retrieval';
import { MemoryLimit } from './memory-limit.js';

const index = (memory: number, passages: number): IndexStatus => ({
  applied: 1,
  ready: true,
  versions: 1,
  passages,
  memory,
  error: null,
});

describe('MemoryLimit', () => {
  let warnings: string[];
  let limit: MemoryLimit;

  beforeEach(() => {
    warnings = [];
    limit = new MemoryLimit(100e6, { warn: (message) => warnings.push(message) });
  });

  it('says nothing while all indexes together fit', () => {
    limit.check(new Map([['a', index(60e6, 10)]]));
    limit.check(new Map());
    expect(warnings).toEqual([]);
  });

  it('names the largest collection and the remedy, once each time the limit is exceeded', () => {
    const large = new Map([
      ['a', index(60e6, 10)],
      ['b', index(70e6, 20)],
    ]);
    limit.check(large);
    limit.check(large);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('130 MB');
    expect(warnings[0]).toContain('collection b with 20 passages');
    expect(warnings[0]).toContain('KOTAE_INDEX=pgvector');
    limit.check(new Map([['a', index(60e6, 10)]]));
    limit.check(large);
    expect(warnings).toHaveLength(2);
  });
});
