import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { valueTypes } from './gguf-reader.mjs';

const ALIGNMENT = 32;
const padding = (length) => Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);

const u32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const f32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
};
const text = (value) => {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([u64(bytes.length), bytes]);
};

/** Collects metadata and tensors, then writes a GGUF version 3 file. */
export class GgufWriter {
  #metadata = [];
  #tensors = [];

  raw(key, type, bytes) {
    this.#metadata.push(text(key), u32(type), bytes);
    return this;
  }

  u32(key, value) {
    return this.raw(key, valueTypes.UINT32, u32(value));
  }

  f32(key, value) {
    return this.raw(key, valueTypes.FLOAT32, f32(value));
  }

  bool(key, value) {
    return this.raw(key, valueTypes.BOOL, Buffer.from([value ? 1 : 0]));
  }

  string(key, value) {
    return this.raw(key, valueTypes.STRING, text(value));
  }

  /** `dimensions` in ggml's order: the contiguous one first. `type` and `bytes` as `encodeTensor` returns them. */
  tensor(name, dimensions, { type, bytes }) {
    this.#tensors.push({ name, dimensions, type, bytes });
    return this;
  }

  /** Writes to a temporary file and renames it, so that `file` is never half a model. */
  write(file) {
    const parts = [
      Buffer.from('GGUF', 'latin1'),
      u32(3),
      u64(this.#tensors.length),
      u64(this.#metadata.length / 3),
      ...this.#metadata,
    ];
    let offset = 0;
    for (const { name, dimensions, type, bytes } of this.#tensors) {
      parts.push(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(type), u64(offset));
      offset += bytes.length + padding(bytes.length).length;
    }
    const header = Buffer.concat(parts);
    const temporary = `${file}.${process.pid}.tmp`;
    const descriptor = openSync(temporary, 'w');
    for (const block of [header, ...this.#tensors.map(({ bytes }) => bytes)]) {
      writeSync(descriptor, block);
      writeSync(descriptor, padding(block.length));
    }
    closeSync(descriptor);
    renameSync(temporary, file);
  }
}
