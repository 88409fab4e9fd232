import type { LlamaContextOptions } from 'node-llama-cpp';
import type { CacheType } from '../memory/memory-plan.js';

type Formats = Pick<LlamaContextOptions, 'experimentalKvCacheKeyType' | 'experimentalKvCacheValueType'>;

/**
 * What node-llama-cpp calls the formats of keys and values; nothing for its default, f16. Beside keys in q8_0, values are
 * in bf16 where the CPU computes with it, as llama.cpp's `systemInfo` tells: a tenth to a fifth faster there than f16
 * (ADR 30), and as exact as the model's own numbers, which are bf16.
 */
export function cacheFormats(cacheType: CacheType, systemInfo: string): Formats {
  if (cacheType === 'f16') return {};
  const sixteenBits = systemInfo.includes('AVX512_BF16 = 1') ? 'BF16' : 'F16';
  return {
    experimentalKvCacheKeyType: 'Q8_0',
    experimentalKvCacheValueType: cacheType === 'q8_0' ? 'Q8_0' : sixteenBits,
  };
}
