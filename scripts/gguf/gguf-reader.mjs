import { readFileSync } from 'node:fs';

/** Value types of GGUF metadata (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
export const valueTypes = {
  UINT8: 0,
  INT8: 1,
  UINT16: 2,
  INT16: 3,
  UINT32: 4,
  INT32: 5,
  FLOAT32: 6,
  BOOL: 7,
  STRING: 8,
  ARRAY: 9,
  UINT64: 10,
  INT64: 11,
  FLOAT64: 12,
};

const fixedSizes = new Map([
  [valueTypes.UINT8, 1],
  [valueTypes.INT8, 1],
  [valueTypes.UINT16, 2],
  [valueTypes.INT16, 2],
  [valueTypes.UINT32, 4],
  [valueTypes.INT32, 4],
  [valueTypes.FLOAT32, 4],
  [valueTypes.BOOL, 1],
  [valueTypes.UINT64, 8],
  [valueTypes.INT64, 8],
  [valueTypes.FLOAT64, 8],
]);

/**
 * Reads the metadata of a GGUF file. Each entry keeps its bytes as they stand, so that it can be copied into another
 * file; `strings` decodes an array of strings (a vocabulary).
 *
 * @param {string} file
 * @returns {Map<string, { type: number, raw: Buffer, strings: () => string[] }>}
 */
export function readGgufMetadata(file) {
  const bytes = readFileSync(file);
  if (bytes.toString('latin1', 0, 4) !== 'GGUF') throw new Error(`${file} is not a GGUF file`);
  let at = 16;
  const u32 = () => ((at += 4), bytes.readUInt32LE(at - 4));
  const u64 = () => ((at += 8), Number(bytes.readBigUInt64LE(at - 8)));
  const take = (length) => ((at += length), bytes.subarray(at - length, at));
  const text = () => take(u64()).toString('utf8');
  const skip = (type) => {
    if (type === valueTypes.STRING) take(u64());
    else if (type === valueTypes.ARRAY) {
      const element = u32();
      const length = u64();
      for (let i = 0; i < length; i++) skip(element);
    } else take(fixedSizes.get(type));
  };
  const strings = (start) => {
    at = start + 4;
    return Array.from({ length: u64() }, text);
  };

  const metadata = new Map();
  for (let left = u64(); left > 0; left--) {
    const key = text();
    const type = u32();
    const start = at;
    skip(type);
    metadata.set(key, { type, raw: bytes.subarray(start, at), strings: () => strings(start) });
  }
  return metadata;
}
