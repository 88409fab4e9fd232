import { basename } from 'node:path';
import type { GgufFileInfo } from 'node-llama-cpp';

/** What is read of a GGUF file without loading it. */
export interface GgufHeader {
  path: string;
  /** The file's name, for messages. */
  name: string;
  /** Bytes of the file. */
  fileBytes: number;
  /** Metadata by its full key, for example `phi3.block_count`. Arrays (the vocabulary) are left out. */
  metadata: ReadonlyMap<string, MetadataScalar>;
  /** Sizes in ggml's order, and where in the file each tensor begins. */
  tensors: readonly { name: string; dimensions: readonly number[]; offset: number }[];
}

export type MetadataScalar = string | number | boolean;

/** Takes what matters here from what node-llama-cpp has read. */
export function toHeader(file: GgufFileInfo, path: string, fileBytes: number): GgufHeader {
  const metadata = new Map<string, MetadataScalar>();
  flatten(file.metadata, '', metadata);
  const tensors = (file.fullTensorInfo ?? file.tensorInfo ?? []).map(({ name, dimensions, fileOffset }) => ({
    name,
    dimensions: dimensions.map(Number),
    offset: Number(fileOffset),
  }));
  return { path, name: basename(path), fileBytes, metadata, tensors };
}

/** A number of the header; undefined when it is missing or something else. */
export function numberOf({ metadata }: GgufHeader, key: string): number | undefined {
  const value = metadata.get(key);
  return typeof value === 'number' ? value : undefined;
}

function flatten(value: unknown, key: string, into: Map<string, MetadataScalar>): void {
  if (typeof value === 'bigint') into.set(key, Number(value));
  else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    into.set(key, value);
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value))
      flatten(inner, key === '' ? name : `${key}.${name}`, into);
  }
}
