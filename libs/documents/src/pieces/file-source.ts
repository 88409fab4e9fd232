/** A file's bytes, to be gone through from the beginning as often as needed. */
export interface FileSource {
  /** Bytes. */
  size: number;
  /** The bytes in order, in chunks of any size, to their end before it is opened again. */
  open(): AsyncIterable<Uint8Array>;
}

/** A file's bytes by their place. */
export interface RandomAccess {
  /** Bytes. */
  size: number;
  /** The bytes from `start` up to `end`, in an array that is the caller's own. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Bytes in memory as a source. */
export function sourceOf(bytes: Uint8Array): FileSource & RandomAccess {
  return {
    size: bytes.length,
    async *open() {
      yield bytes;
    },
    read: (start, end) => Promise.resolve(new Uint8Array(bytes.subarray(start, end))),
  };
}

/** All bytes of a source in one array. */
export async function readWhole(source: FileSource): Promise<Uint8Array> {
  const whole = new Uint8Array(source.size);
  let at = 0;
  for await (const chunk of source.open()) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
