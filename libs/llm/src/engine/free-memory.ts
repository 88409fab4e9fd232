import type { Llama } from 'node-llama-cpp';
import type { Machine } from '../memory/memory-plan.js';
import type { Gpu } from './engine-options.js';

/** Part of the free memory that a model may take. The rest is for what estimates leave out, and for other processes. */
export const MEMORY_SHARE = 0.9;

/**
 * What a model may take of this machine. `besides`: bytes of models that are loaded already; in RAM they still look
 * free, as they are mapped from their files, whose pages are counted when they are first read.
 */
export async function freeMemory(llama: Llama, gpu: Gpu, besides: number): Promise<Machine> {
  const vram = gpu === 'cpu' ? 0 : (await llama.getVramState()).free;
  const ram = Math.max(0, process.availableMemory() - (gpu === 'cpu' ? besides : 0));
  return { gpu, vram: MEMORY_SHARE * vram, ram: MEMORY_SHARE * ram };
}
