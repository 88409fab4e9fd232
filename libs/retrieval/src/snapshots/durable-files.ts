import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { TimeSlice } from '../vector/time-slice.js';

/** Bytes hashed at once: 100,000 passages are 270 MB, and every piece costs a turn of the event loop. */
const CHUNK = 1 << 20;

/** Size and SHA-256 of a file, read from start to end. */
export async function fingerprint(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  // Large chunks: 100,000 passages are 230 MB, and every chunk costs a turn of the event loop.
  await pipeline(
    createReadStream(path, { highWaterMark: 1 << 20 }),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
      }
    },
  );
  return { bytes, sha256: hash.digest('hex') };
}

/** SHA-256 of bytes in memory; rests in between, since 100 MB take a third of a second. */
export async function sha256Of(content: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  const slice = new TimeSlice();
  for (let start = 0; start < content.length; start += CHUNK) {
    hash.update(content.subarray(start, start + CHUNK));
    await slice.rest();
  }
  return hash.digest('hex');
}

/** Creates a file that must not exist yet, and returns when its bytes are on the disk. */
export async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Puts a file's bytes, or a folder's list of names, on the disk. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
