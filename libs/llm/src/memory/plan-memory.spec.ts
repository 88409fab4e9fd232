import * as fc from 'fast-check';
import { memoryNeed } from './memory-need.js';
import type { Machine, MemoryPlan } from './memory-plan.js';
import { type ModelShape, weightBytes } from './model-shape.js';
import { planAfterFailure, planMemory } from './plan-memory.js';
import { stepDown } from './step-down.js';

const GiB = 2 ** 30;

/** Phi-3-mini 128k in 4 bits: 384 KiB of f16 cache per token, so 1.5 GiB for a sequence of the short lane. */
const mini: ModelShape = {
  layers: 32,
  width: 3072,
  feedForward: 8192,
  keyValueHeads: 32,
  headSize: 96,
  vocabulary: 32_064,
  contextSize: 131_072,
  weights: { embedding: 0.05 * GiB, layers: 2.05 * GiB, output: 0.1 * GiB },
};
/** Phi-3-medium: grouped heads of 128, so 200 KiB per token. */
const medium: ModelShape = {
  ...mini,
  layers: 40,
  width: 5120,
  feedForward: 17_920,
  keyValueHeads: 10,
  headSize: 128,
  weights: { embedding: 0.1 * GiB, layers: 7.8 * GiB, output: 0.1 * GiB },
};
const cuda = (vram: number, ram = 64 * GiB): Machine => ({ gpu: 'cuda', vram: vram * GiB, ram });
const cpu = (ram: number): Machine => ({ gpu: 'cpu', vram: 0, ram: ram * GiB });
const wish = { sequences: 4, longContext: 32_768 };

describe('planMemory', () => {
  it('gives both lanes what was asked for when memory allows', () => {
    expect(planMemory(mini, cuda(80), wish)).toEqual({
      gpuLayers: 33,
      cacheType: 'f16',
      short: { name: 'short', sequences: 4, contextSize: 4096 },
      long: { name: 'long', sequences: 1, contextSize: 32_768 },
    });
  });

  it("stays within the model's own context, and makes no long lane that nobody needs", () => {
    expect(planMemory({ ...mini, contextSize: 4096 }, cuda(80), wish)?.long).toBeNull();
    expect(planMemory(mini, cuda(80), { ...wish, longContext: 0 })?.long).toBeNull();
    expect(planMemory({ ...mini, contextSize: 2048 }, cuda(80), wish)?.short.contextSize).toBe(2048);
    expect(planMemory({ ...mini, contextSize: 8192 }, cuda(80), wish)?.long?.contextSize).toBe(8192);
  });

  it('quantises keys and values before it gives up anything that a question would notice', () => {
    expect(planMemory(medium, cuda(16), wish)).toMatchObject({
      cacheType: 'q8_0',
      short: { sequences: 4 },
      long: { contextSize: 32_768 },
    });
  });

  it('keeps f16 where quantised keys and values are slow: head size 96 on CUDA', () => {
    expect(planMemory(mini, cuda(16), wish)?.cacheType).toBe('f16');
    expect(planMemory(mini, { ...cuda(16), gpu: 'vulkan' }, wish)?.cacheType).toBe('q8_0');
  });

  it('quantises keys alone on a CPU, whatever memory there is, unless heads do not fit its blocks', () => {
    expect(planMemory(mini, cpu(64), wish)?.cacheType).toBe('q8_0_keys');
    expect(planMemory(medium, cpu(12), wish)?.cacheType).toBe('q8_0_keys');
    expect(planMemory({ ...mini, headSize: 80 }, cpu(64), wish)?.cacheType).toBe('f16');
  });

  it.each(['f16', 'q8_0'] as const)(
    'insists on %s where it is asked for, on its way down to the CPU too',
    (cacheType) => {
      const insisting = { ...wish, cacheType };
      const plans = [cuda(80), cuda(16), cuda(0.1), cpu(64)].map((on) => planMemory(medium, on, insisting));
      expect(plans.map((plan) => plan?.cacheType)).toEqual(plans.map(() => cacheType));
      expect(plans[2]?.gpuLayers).toBe(0);
      const after = planAfterFailure(medium, cuda(80), plans[0]!, 'lanes', cacheType);
      expect(after).toMatchObject({ cacheType, gpuLayers: 41 });
    },
  );

  it('shortens the long lane, then gives it up, then gives up sequences', () => {
    const [some, none, fewer] = [14, 8.6, 5].map((vram) => planMemory(mini, cuda(vram), wish));
    expect(some).toMatchObject({ short: { sequences: 4 }, gpuLayers: 33 });
    expect(some?.long?.contextSize).toBeGreaterThan(4096);
    expect(some?.long?.contextSize).toBeLessThan(32_768);
    expect(none).toMatchObject({ short: { sequences: 4 }, long: null, gpuLayers: 33 });
    expect(fewer).toMatchObject({ short: { sequences: 1 }, long: null, gpuLayers: 33 });
  });

  it('leaves layers to the CPU when the GPU is too small for all, and all when it holds not even one', () => {
    const part = planMemory(mini, cuda(3), wish);
    expect(part?.gpuLayers).toBeGreaterThan(0);
    expect(part?.gpuLayers).toBeLessThan(33);
    expect(part?.short).toEqual({ name: 'short', sequences: 1, contextSize: 4096 });
    expect(planMemory(mini, cuda(0.1), wish)).toMatchObject({ gpuLayers: 0, cacheType: 'q8_0_keys' });
  });

  it('shortens the short lane last of all, and says when nothing fits', () => {
    expect(planMemory(mini, cpu(3.3), wish)).toMatchObject({ short: { sequences: 1, contextSize: 2048 } });
    expect(planMemory(mini, cpu(2), wish)).toBeNull();
  });

  it('never plans more than there is, and never less for more memory', () => {
    const size = fc.double({ min: 1, max: 160, noNaN: true });
    const shape = fc.constantFrom(mini, medium);
    const gpu = fc.constantFrom('cpu', 'cuda', 'metal', 'vulkan' as const);
    const sequences = fc.integer({ min: 1, max: 32 });
    const longContext = fc.integer({ min: 0, max: 131_072 });
    fc.assert(
      fc.property(shape, gpu, size, sequences, longContext, (shape, gpu, size, sequences, longContext) => {
        const machine = { gpu, vram: gpu === 'cpu' ? 0 : size * GiB, ram: (size + 8) * GiB };
        const plan = planMemory(shape, machine, { sequences, longContext });
        const larger = planMemory(
          shape,
          { ...machine, vram: 2 * machine.vram, ram: 2 * machine.ram },
          { sequences, longContext },
        );
        if (plan === null) return;
        const need = memoryNeed(shape, plan);
        expect(need.vram.total).toBeLessThanOrEqual(machine.vram);
        expect(need.ram.total).toBeLessThanOrEqual(machine.ram);
        expect(need.vram.weights + need.ram.weights).toBeCloseTo(weightBytes(shape), -1);
        expect(larger?.short.sequences).toBeGreaterThanOrEqual(plan.short.sequences);
        expect(larger?.gpuLayers).toBeGreaterThanOrEqual(plan.gpuLayers);
      }),
    );
  });
});

describe('stepDown', () => {
  it('ends, and takes less memory with every step, in the documented order', () => {
    const lost: string[] = [];
    let plan = planMemory(medium, cuda(141), wish)!;
    for (let next = stepDown(medium, 'cuda', plan); next !== null; next = stepDown(medium, 'cuda', plan)) {
      const what = given(plan, next);
      if (lost.at(-1) !== what) lost.push(what);
      plan = next;
    }
    expect(lost).toEqual(['cacheType', 'long', 'short.sequences', 'gpuLayers', 'short.contextSize']);
    expect(plan).toMatchObject({ gpuLayers: 0, short: { sequences: 1, contextSize: 1024 }, long: null });
  });
});

describe('planAfterFailure', () => {
  const machine = cuda(24);

  it('gives up enough at a time to get there soon, and ends', () => {
    let plan = planMemory(mini, machine, wish);
    const tried: MemoryPlan[] = [];
    while (plan !== null) {
      tried.push(plan);
      plan = planAfterFailure(mini, machine, plan, 'lanes');
    }
    expect(tried.length).toBeLessThan(25);
    expect(tried[1]).toMatchObject({ short: { sequences: 4 }, gpuLayers: 33 });
    expect(tried.at(-1)).toMatchObject({ gpuLayers: 0, short: { sequences: 1, contextSize: 1024 } });
    for (const [i, next] of tried.entries()) {
      const before = tried[i - 1];
      if (!before || next.gpuLayers === 0) continue;
      const [now, then] = [next, before].map((plan) => memoryNeed(mini, plan).vram);
      expect(now!.total - now!.weights).toBeLessThanOrEqual(0.85 * (then!.total - then!.weights));
    }
  });

  it('moves layers to RAM when the weights were too much, and ends on the CPU', () => {
    const plan = planMemory(mini, machine, wish)!;
    const next = planAfterFailure(mini, machine, plan, 'weights');
    expect(next?.gpuLayers).toBeLessThan(30);
    expect(next?.gpuLayers).toBeGreaterThan(20);
  });
});

/** Which part of a plan a step gave up. */
function given(before: MemoryPlan, after: MemoryPlan): string {
  if (before.gpuLayers !== after.gpuLayers) return 'gpuLayers';
  if (before.cacheType !== after.cacheType) return 'cacheType';
  if (before.long?.contextSize !== after.long?.contextSize) return 'long';
  return before.short.sequences !== after.short.sequences ? 'short.sequences' : 'short.contextSize';
}
