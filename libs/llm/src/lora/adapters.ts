import { basename } from 'node:path';
import { DomainError } from '#contracts';

/** A LoRA adapter, and how strongly it acts: 1 as it was trained. */
export interface Adapter {
  /** Path of the GGUF file. */
  path: string;
  scale: number;
}

/**
 * Reads `path:scale`, several separated by commas; a path without a scale acts at 1.
 *
 * @throws DomainError `invalid_request`
 */
export function parseAdapters(setting: string): Adapter[] {
  return setting.split(',').map((part) => {
    // Only a number is a scale: paths may hold colons as well.
    const [, path, scale] = /^(.*?)(?::([-+]?(?:\d+\.?\d*|\.\d+)))?$/.exec(part.trim()) ?? [];
    if (path === undefined || path === '') {
      throw new DomainError(
        'invalid_request',
        `"${setting}" names no LoRA adapters; write them as path:scale,path:scale.`,
      );
    }
    return { path, scale: scale === undefined ? 1 : Number(scale) };
  });
}

/** The id of a model with adapters: answers, and what is remembered of prompts, are another model's. */
export function adaptedId(modelId: string, adapters: readonly Adapter[]): string {
  return [
    modelId,
    ...adapters.map(({ path, scale }) => `${basename(path).replace(/\.gguf$/i, '')}@${scale}`),
  ].join('+');
}
