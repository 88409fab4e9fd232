import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { GgufFileInfo, Llama, LlamaModel } from 'node-llama-cpp';
import { DomainError } from '#contracts';

/** What is special about loading one file. */
export interface LoadOptions {
  /** The tokenizer alone: half a second, a few MB. */
  vocabOnly?: boolean;
  /** Looks at the file's metadata before it is loaded, and says which of it to override. It may refuse by throwing. */
  override?: (file: GgufFileInfo) => Record<string, Record<string, number>> | undefined;
}

/**
 * Loads a GGUF file, wholly onto the GPU where there is one.
 *
 * @throws DomainError `model_not_found` or `model_load_failed`, or whatever `override` throws
 */
export async function loadModel(
  llama: Llama,
  path: string,
  { vocabOnly = false, override }: LoadOptions = {},
): Promise<LlamaModel> {
  const header = await readHeader(path);
  try {
    assertGguf(header);
    const { readGgufFileInfo } = await import('node-llama-cpp');
    const metadataOverrides = override?.(await readGgufFileInfo(path, { logWarnings: false }));
    return await llama.loadModel({
      modelPath: path,
      vocabOnly,
      gpuLayers: llama.gpu === false ? 0 : 'max',
      metadataOverrides,
    });
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError(
      'model_load_failed',
      `${basename(path)} could not be loaded (${reason}). Check that it is a whole GGUF file (\`npm run models -- verify\`) and that it fits the memory; a smaller quantisation needs less.`,
      { cause },
    );
  }
}

/** Bytes of the fixed part of a GGUF file: magic, version, number of tensors, number of metadata entries. */
const HEADER_BYTES = 24;
const NEWEST_VERSION = 3;
/** Far beyond any model. */
const MOST_ENTRIES = 1_000_000n;

async function readHeader(path: string): Promise<Buffer> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(HEADER_BYTES) });
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw new DomainError(
      'model_not_found',
      `There is no readable model at ${path}. \`npm run models -- pull\` fetches one.`,
      { cause },
    );
  }
}

/** node-llama-cpp believes the counts of a file that is damaged here, and reads on for ever. */
function assertGguf(header: Buffer): void {
  const isGguf = header.length === HEADER_BYTES && header.toString('latin1', 0, 4) === 'GGUF';
  if (!isGguf || header.readUInt32LE(4) > NEWEST_VERSION) throw new Error('it is not a GGUF file');
  if (header.readBigUInt64LE(8) > MOST_ENTRIES || header.readBigUInt64LE(16) > MOST_ENTRIES) {
    throw new Error('its header is damaged');
  }
}
