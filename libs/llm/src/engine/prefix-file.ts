import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/**
 * A saved cache: `<name>.state` as llama.cpp writes it, and `<name>.json` that says what it is. The second is written
 * last, so a state that is not whole has none.
 */
export interface PrefixFile {
  /** Path without its endings. */
  path: string;
  tokens: readonly number[];
  bytes: number;
  sha256: string;
  /** Milliseconds of the epoch; the longest unused goes first when room is needed. */
  usedAt: number;
}

interface Description {
  tokens: string;
  bytes: number;
  sha256: string;
}

/** Writes what `save` puts into the file it is given, so that either all of it is there afterwards or nothing. */
export async function writePrefixFile(
  path: string,
  tokens: readonly number[],
  save: (file: string) => Promise<void>,
): Promise<PrefixFile> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await save(unfinished);
    const sha256 = await hashFile(unfinished);
    const { size: bytes } = await stat(unfinished);
    await rename(await flushed(unfinished), `${path}.state`);
    const ids = Buffer.from(Int32Array.from(tokens).buffer).toString('base64');
    await writeFile(unfinished, JSON.stringify({ tokens: ids, bytes, sha256 } satisfies Description));
    await rename(await flushed(unfinished), `${path}.json`);
    return { path, tokens, bytes, sha256, usedAt: Date.now() };
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Reads what a saved cache is; null for one that is not whole. */
export async function readPrefixFile(path: string): Promise<PrefixFile | null> {
  try {
    const [text, { mtimeMs }, { size }] = await Promise.all([
      readFile(`${path}.json`, 'utf8'),
      stat(`${path}.json`),
      stat(`${path}.state`),
    ]);
    const { tokens, bytes, sha256 } = JSON.parse(text) as Description;
    if (size !== bytes) return null;
    const raw = Buffer.from(tokens, 'base64');
    const ids = Array.from({ length: raw.length / 4 }, (_, i) => raw.readInt32LE(i * 4));
    return { path, tokens: ids, bytes, sha256, usedAt: mtimeMs };
  } catch {
    return null;
  }
}

/** Whether the state is still, byte by byte, what was written. */
export async function isIntact({ path, bytes, sha256 }: PrefixFile, signal: AbortSignal): Promise<boolean> {
  try {
    const { size } = await stat(`${path}.state`);
    return size === bytes && (await hashFile(`${path}.state`, signal)) === sha256;
  } catch (error) {
    signal.throwIfAborted();
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Notes that it was used, for whoever makes room next. */
export async function touchPrefixFile(file: PrefixFile): Promise<void> {
  const now = new Date();
  file.usedAt = now.getTime();
  await utimes(`${file.path}.json`, now, now).catch(() => {});
}

/** The description first, so that what is left of a removal that was cut short is a state without one. */
export async function removePrefixFile(path: string): Promise<void> {
  await rm(`${path}.json`, { force: true });
  await rm(`${path}.state`, { force: true });
}

/** SHA-256 of a file, read in pieces. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const pieces = createReadStream(path, { highWaterMark: 1 << 20 });
  await pipeline(
    pieces,
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) hash.update(chunk);
    },
    { ...(signal && { signal }) },
  );
  return hash.digest('hex');
}

async function flushed(path: string): Promise<string> {
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
  return path;
}
