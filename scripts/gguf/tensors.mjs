/** Numbers of ggml's tensor types (`ggml_type` in ggml.h). */
const tensorTypes = { f32: 0, f16: 1, q4_0: 2, q8_0: 8 };

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** IEEE 754 half precision, rounding to nearest; numbers too small for it become 0. */
function toHalf(value) {
  float[0] = value;
  const word = bits[0];
  const sign = (word >>> 16) & 0x8000;
  const exponent = ((word >>> 23) & 0xff) - 112;
  if (exponent <= 0) return sign;
  if (exponent >= 31) return sign | 0x7c00;
  return (sign | (exponent << 10) | ((word & 0x7fffff) >> 13)) + ((word & 0x1000) >> 12);
}

/** q8_0: blocks of 32 numbers, each a half-precision scale and 32 signed bytes. */
function toQ8(values) {
  const bytes = Buffer.alloc((values.length / 32) * 34);
  for (let block = 0; block < values.length / 32; block++) {
    let largest = 0;
    for (let i = 0; i < 32; i++) largest = Math.max(largest, Math.abs(values[block * 32 + i]));
    const scale = largest / 127;
    bytes.writeUInt16LE(toHalf(scale), block * 34);
    for (let i = 0; i < 32; i++) {
      bytes.writeInt8(scale === 0 ? 0 : Math.round(values[block * 32 + i] / scale), block * 34 + 2 + i);
    }
  }
  return bytes;
}

/** q4_0: blocks of 32 numbers, each a half-precision scale and 32 nibbles; the low ones are the first 16 numbers. */
function toQ4(values) {
  const bytes = Buffer.alloc((values.length / 32) * 18);
  for (let block = 0; block < values.length / 32; block++) {
    let extreme = 0;
    for (let i = 0; i < 32; i++) {
      const value = values[block * 32 + i];
      if (Math.abs(value) > Math.abs(extreme)) extreme = value;
    }
    const scale = extreme / -8;
    const nibble = (i) =>
      scale === 0 ? 8 : Math.max(0, Math.min(15, Math.round(values[block * 32 + i] / scale + 8)));
    bytes.writeUInt16LE(toHalf(scale), block * 18);
    for (let i = 0; i < 16; i++) bytes[block * 18 + 2 + i] = nibble(i) | (nibble(i + 16) << 4);
  }
  return bytes;
}

/**
 * @param {Float32Array} values rows one after another; q4_0 and q8_0 want rows of a multiple of 32
 * @param {'f32' | 'f16' | 'q4_0' | 'q8_0'} type
 */
export function encodeTensor(values, type) {
  if (type === 'f32') return { type: tensorTypes.f32, bytes: Buffer.from(values.buffer) };
  if (type === 'q4_0') return { type: tensorTypes.q4_0, bytes: toQ4(values) };
  if (type === 'q8_0') return { type: tensorTypes.q8_0, bytes: toQ8(values) };
  return { type: tensorTypes.f16, bytes: Buffer.from(Uint16Array.from(values, toHalf).buffer) };
}

/** A deterministic source of tensors (mulberry32), so that the same seed writes the same file everywhere. */
export function randomTensors(seed) {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return (length, scale) => {
    const values = new Float32Array(length);
    // The sum of three uniform numbers has deviation 1/2; near enough to a normal distribution for weights.
    for (let i = 0; i < length; i++) values[i] = (next() + next() + next() - 1.5) * 2 * scale;
    return values;
  };
}

export const filled = (length, value) => new Float32Array(length).fill(value);
