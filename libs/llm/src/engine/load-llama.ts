import { availableParallelism } from 'node:os';
import type { Llama } from 'node-llama-cpp';
import { DomainError } from '#contracts';
import type { EngineOptions, Gpu } from './engine-options.js';

/**
 * Loads llama.cpp's prebuilt binary for the GPU that was asked for; it never builds, downloads, or falls back.
 *
 * @throws DomainError `model_load_failed`
 */
export async function loadLlama({ gpu, threads }: Pick<EngineOptions, 'gpu' | 'threads'>): Promise<Llama> {
  const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
  const wanted = gpu === 'cpu' ? false : gpu;
  let llama: Llama;
  try {
    llama = await getLlama({
      gpu: wanted,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
      maxThreads: threads ?? Math.max(1, availableParallelism() - 1),
    });
  } catch (cause) {
    throw unusable(gpu, cause);
  }
  if (llama.gpu !== wanted) throw unusable(gpu);
  return llama;
}

function unusable(gpu: Gpu, cause?: unknown): DomainError {
  const remedy =
    gpu === 'cpu'
      ? 'Run `npm ci` again, on a platform for which node-llama-cpp has binaries.'
      : `Check that the ${gpu} driver is installed, or set the engine to "cpu".`;
  return new DomainError('model_load_failed', `llama.cpp cannot run on "${gpu}" here. ${remedy}`, { cause });
}
