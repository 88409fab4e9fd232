import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { DomainError } from '#contracts';
import { type GgufHeader, toHeader } from './gguf-header.js';

/** Bytes of the fixed part of a GGUF file: magic, version, number of tensors, number of metadata entries. */
const FIXED_BYTES = 24;
const NEWEST_VERSION = 3;
/** Far beyond any model. */
const MOST_ENTRIES = 1_000_000n;

/**
 * Reads what a GGUF file says of itself: a few megabytes at its beginning.
 *
 * @throws DomainError `model_not_found` when there is no such file, `model_load_failed` when it is no whole GGUF file
 */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  const { start, fileBytes } = await readStart(path);
  try {
    assertGguf(start);
    const { readGgufFileInfo } = await import('node-llama-cpp');
    return toHeader(await readGgufFileInfo(path, { logWarnings: false }), path, fileBytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError(
      'model_load_failed',
      `${basename(path)} could not be loaded (${reason}). Check that it is a whole GGUF file (\`npm run models -- verify\`).`,
      { cause },
    );
  }
}

async function readStart(path: string): Promise<{ start: Buffer; fileBytes: number }> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(FIXED_BYTES) });
    return { start: buffer.subarray(0, bytesRead), fileBytes: size };
  } catch (cause) {
    throw new DomainError(
      'model_not_found',
      `There is no readable model at ${path}. \`npm run models -- pull\` fetches one.`,
      { cause },
    );
  }
}

/** node-llama-cpp believes the counts of a file that is damaged here, and reads on for ever. */
function assertGguf(start: Buffer): void {
  const isGguf = start.length === FIXED_BYTES && start.toString('latin1', 0, 4) === 'GGUF';
  if (!isGguf || start.readUInt32LE(4) > NEWEST_VERSION) throw new Error('it is not a GGUF file');
  if (start.readBigUInt64LE(8) > MOST_ENTRIES || start.readBigUInt64LE(16) > MOST_ENTRIES) {
    throw new Error('its header is damaged');
  }
}
