import { open, type FileHandle } from 'node:fs/promises';
import { DomainError } from '#contracts';

/** Bytes before the first point: ten 8-byte and two 4-byte fields, in the order in which hnswlib 0.8 writes them. */
const HEADER_BYTES = 96;
const CHUNK = 1 << 20;

interface Header {
  count: number;
  bytesPerPoint: number;
  labelOffset: number;
  dataOffset: number;
  entryPoint: number;
  maxLinks: number;
  baseLinks: number;
}

/**
 * Checks a graph file as far as its bytes tell without loading it: that it holds `count` points of `dimensions`
 * float32 components, that its upper layers end exactly where the file ends, and that the entry point exists.
 * This finds what a full disk leaves behind, and what would make hnswlib read beyond its memory.
 *
 * @throws DomainError `snapshot_invalid`
 */
export async function checkHnswFile(
  path: string,
  expected: { dimensions: number; count: number },
): Promise<void> {
  const file = await open(path, 'r').catch((cause: unknown) => fail(path, 'it cannot be opened', cause));
  try {
    const { size } = await file.stat();
    const header = await readHeader(file, path);
    const dataBytes = expected.dimensions * 4;
    // A point at the base layer: link count, links, vector, 8-byte label.
    const bytesPerPoint = 4 + header.baseLinks * 4 + dataBytes + 8;
    if (header.count !== expected.count) fail(path, `it has ${header.count} points, not ${expected.count}`);
    if (
      header.bytesPerPoint !== bytesPerPoint ||
      header.labelOffset - header.dataOffset !== dataBytes ||
      header.labelOffset + 8 !== bytesPerPoint
    ) {
      fail(path, `its points do not have ${expected.dimensions} dimensions`);
    }
    if (header.count > 0 && header.entryPoint >= header.count) fail(path, 'its entry point does not exist');
    const end = await endOfUpperLayers(file, path, HEADER_BYTES + header.count * bytesPerPoint, header);
    if (end !== size) fail(path, `it should have ${end} bytes and has ${size}`);
  } finally {
    await file.close();
  }
}

async function readHeader(file: FileHandle, path: string): Promise<Header> {
  const bytes = Buffer.alloc(HEADER_BYTES);
  const { bytesRead } = await file.read(bytes, 0, HEADER_BYTES, 0);
  if (bytesRead < HEADER_BYTES) fail(path, 'it is cut short');
  const uint64 = (offset: number): number => Number(bytes.readBigUInt64LE(offset));
  return {
    count: uint64(16),
    bytesPerPoint: uint64(24),
    labelOffset: uint64(32),
    dataOffset: uint64(40),
    entryPoint: bytes.readUInt32LE(52),
    maxLinks: uint64(56),
    baseLinks: uint64(64),
  };
}

/** Walks the upper layers (for each point a byte length and that many bytes) and returns where they end. */
async function endOfUpperLayers(
  file: FileHandle,
  path: string,
  start: number,
  { count, maxLinks }: Header,
): Promise<number> {
  const layerBytes = maxLinks * 4 + 4;
  const chunk = Buffer.alloc(CHUNK);
  let chunkStart = 0;
  let chunkEnd = 0;
  let position = start;
  for (let point = 0; point < count; point++) {
    if (position < chunkStart || position + 4 > chunkEnd) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK, position);
      chunkStart = position;
      chunkEnd = position + bytesRead;
      if (bytesRead < 4) fail(path, 'it is cut short');
    }
    const length = chunk.readUInt32LE(position - chunkStart);
    if (length % layerBytes !== 0) fail(path, 'its upper layers are damaged');
    position += 4 + length;
  }
  return position;
}

function fail(path: string, reason: string, cause?: unknown): never {
  throw new DomainError('snapshot_invalid', `The graph file ${path} is not usable: ${reason}.`, { cause });
}
