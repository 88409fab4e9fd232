import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Llama, LlamaModel } from 'node-llama-cpp';
import { DomainError } from '#contracts';

/**
 * Loads a GGUF file, wholly onto the GPU where there is one.
 *
 * @throws DomainError `model_not_found` or `model_load_failed`
 */
export async function loadModel(llama: Llama, path: string, vocabOnly = false): Promise<LlamaModel> {
  try {
    await access(path);
  } catch (cause) {
    throw new DomainError(
      'model_not_found',
      `There is no readable model at ${path}. \`npm run models -- pull\` fetches one.`,
      { cause },
    );
  }
  try {
    return await llama.loadModel({ modelPath: path, vocabOnly, gpuLayers: llama.gpu === false ? 0 : 'max' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError(
      'model_load_failed',
      `${basename(path)} could not be loaded (${reason}). Check that it is a whole GGUF file (\`npm run models -- verify\`) and that it fits the memory; a smaller quantisation needs less.`,
      { cause },
    );
  }
}
