import { batchSize, memoryNeed, usesFlashAttention } from './memory-need.js';
import type { MemoryPlan } from './memory-plan.js';
import { generators } from '../models/generator-entries.js';
import { shapeOfEntry } from './shape-of-entry.js';

/** Phi-3-mini: 32 heads of 96. */
const mini = shapeOfEntry(generators[0]!);
const short = { name: 'short' as const, sequences: 4, contextSize: 4096 };
const plan = (changes: Partial<MemoryPlan> = {}): MemoryPlan => ({
  gpuLayers: 0,
  cacheType: 'f16',
  short,
  long: null,
  ...changes,
});

describe('usesFlashAttention', () => {
  it('is so on a GPU, and on a CPU only where quantised values need it', () => {
    expect(usesFlashAttention(plan())).toBe(false);
    expect(usesFlashAttention(plan({ cacheType: 'q8_0_keys' }))).toBe(false);
    expect(usesFlashAttention(plan({ cacheType: 'q8_0' }))).toBe(true);
    expect(usesFlashAttention(plan({ gpuLayers: 1 }))).toBe(true);
  });
});

describe('memoryNeed', () => {
  it('counts 16 bits for a number of the cache, and 34 bytes for 32 in q8_0', () => {
    const numbers = 4 * 4096 * 32 * 32 * 96;
    const caches = (['f16', 'q8_0_keys', 'q8_0'] as const).map(
      (cacheType) => memoryNeed(mini, plan({ cacheType })).ram,
    );
    expect(caches.map(({ shortCache }) => shortCache / numbers)).toEqual([4, 34 / 32 + 2, 68 / 32]);
  });

  it('counts the score of each head for each place of the context where attention is plain', () => {
    const { compute } = memoryNeed(mini, plan()).ram;
    expect(compute).toBeGreaterThan(batchSize(short, plan()) * 32 * 4096 * 4);
    const flash = memoryNeed(mini, plan({ cacheType: 'q8_0' })).ram.compute;
    expect(flash).toBeLessThan(batchSize(short, plan({ cacheType: 'q8_0' })) * 32 * 4096 * 4);
  });
});
