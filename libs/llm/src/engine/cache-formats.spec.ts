import { cacheFormats } from './cache-formats.js';

describe('cacheFormats', () => {
  it.each([
    ['f16', 'AVX512_BF16 = 1', undefined, undefined],
    ['q8_0', 'AVX512_BF16 = 1', 'Q8_0', 'Q8_0'],
    ['q8_0_keys', 'CPU : AVX2 = 1 | AVX512_BF16 = 1 |', 'Q8_0', 'BF16'],
    ['q8_0_keys', 'CPU : AVX2 = 1 | AVX512 = 1 |', 'Q8_0', 'F16'],
    ['q8_0_keys', 'CPU : NEON = 1 |', 'Q8_0', 'F16'],
  ] as const)('of %s on "%s" are %s and %s', (cacheType, systemInfo, keys, values) => {
    const { experimentalKvCacheKeyType, experimentalKvCacheValueType } = cacheFormats(cacheType, systemInfo);
    expect([experimentalKvCacheKeyType, experimentalKvCacheValueType]).toEqual([keys, values]);
  });
});
