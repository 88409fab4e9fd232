/** An embedding as it is stored: little-endian float32, four bytes a dimension. */
export function toBytes(embedding: Float32Array): Buffer {
  return Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength);
}

/** Reads {@link toBytes} back into memory of its own (a driver's buffer need not be aligned). */
export function fromBytes(bytes: Buffer): Float32Array {
  const copy = new Uint8Array(bytes.byteLength);
  copy.set(bytes);
  return new Float32Array(copy.buffer);
}
