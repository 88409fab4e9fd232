import type { Llama, LlamaModel } from 'node-llama-cpp';
import { DomainError } from '#contracts';
import type { GgufHeader } from '../memory/gguf-header.js';

/** What is special about loading one file. */
export interface LoadOptions {
  /** The tokenizer alone: half a second, a few MB. */
  vocabOnly?: boolean;
  /** Layers on the GPU; all of them by default. */
  gpuLayers?: number;
  /** Metadata that the file lacks or has wrong. */
  metadataOverrides?: Record<string, object>;
}

/**
 * Loads a GGUF file whose header has been read.
 *
 * @throws DomainError `model_load_failed`
 */
export async function loadModel(
  llama: Llama,
  { path, name }: GgufHeader,
  { vocabOnly = false, gpuLayers, metadataOverrides }: LoadOptions = {},
): Promise<LlamaModel> {
  try {
    return await llama.loadModel({
      modelPath: path,
      vocabOnly,
      gpuLayers: llama.gpu === false ? 0 : (gpuLayers ?? 'max'),
      metadataOverrides,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError(
      'model_load_failed',
      `${name} could not be loaded (${reason}). Check that it is a whole GGUF file (\`npm run models -- verify\`) and that it fits the memory; a smaller quantisation needs less.`,
      { cause },
    );
  }
}
