import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DomainError } from '#contracts';
import { systemCode } from './transfer-interrupted.js';

/** Which file the bytes of a partial download belong to. */
export interface PartIdentity {
  sizeBytes: number | null;
  sha256: string | null;
  etag: string | null;
}

const READ_BYTES = 1 << 20;

/**
 * A download under way: the bytes so far (`<target>.part`), their running SHA-256, and beside them which file they are
 * a part of (`<target>.part.json`), so that another process can go on where this one stopped.
 */
export class PartFile {
  private constructor(
    private readonly target: string,
    private readonly handle: FileHandle,
    private hash: Hash,
    private received: number,
    private known: PartIdentity | null,
  ) {}

  /**
   * Opens or creates the partial file of a target, and hashes what it already holds.
   *
   * @param onHash told how many bytes of how many have been read
   */
  static async open(target: string, onHash: (done: number, total: number) => void): Promise<PartFile> {
    await mkdir(dirname(target), { recursive: true });
    const identity = await readIdentity(`${target}.part.json`);
    const handle = await open(`${target}.part`, 'a+');
    try {
      // Bytes of unknown origin cannot be built upon.
      if (identity === null) await handle.truncate(0);
      const { size } = await handle.stat();
      const hash = createHash('sha256');
      let read = 0;
      const stream = handle.createReadStream({ autoClose: false, start: 0, highWaterMark: READ_BYTES });
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        hash.update(chunk);
        read += chunk.length;
        onHash(read, size);
      }
      return new PartFile(target, handle, hash, read, identity);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The folder that the file is in. */
  get folder(): string {
    return dirname(this.target);
  }

  /** Bytes received so far. */
  get size(): number {
    return this.received;
  }

  /** The file that the bytes belong to; null before the first answer. */
  get identity(): PartIdentity | null {
    return this.known;
  }

  /** SHA-256 of the bytes so far, lower-case hex. */
  digest(): string {
    return this.hash.copy().digest('hex');
  }

  /** The first bytes, at most `count`. */
  async head(count: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  }

  /** Forgets what was received and begins the given file. */
  async restart(identity: PartIdentity): Promise<void> {
    await this.handle.truncate(0);
    this.hash = createHash('sha256');
    this.received = 0;
    this.known = identity;
    await writeFile(`${this.target}.part.json`, JSON.stringify(identity));
  }

  /** @throws DomainError `storage_full` */
  async append(chunk: Uint8Array): Promise<void> {
    try {
      await this.handle.appendFile(chunk);
    } catch (error) {
      throw storageError(error, this.target);
    }
    this.hash.update(chunk);
    this.received += chunk.length;
  }

  /** Makes the bytes durable and puts them in the target's place, which never holds anything but a whole file. */
  async finish(): Promise<void> {
    await this.handle.sync();
    await rename(`${this.target}.part`, this.target);
    const folder = await open(dirname(this.target), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    await rm(`${this.target}.part.json`, { force: true });
  }

  /** Deletes what was received. */
  async discard(): Promise<void> {
    await rm(`${this.target}.part`, { force: true });
    await rm(`${this.target}.part.json`, { force: true });
  }

  /** Closes the file; what was received stays on disk, and an empty file does not. */
  async close(): Promise<void> {
    await this.handle.close();
    if (this.received === 0) await this.discard();
  }
}

async function readIdentity(path: string): Promise<PartIdentity | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const { sizeBytes, sha256, etag } = JSON.parse(text) as Partial<PartIdentity>;
    return { sizeBytes: sizeBytes ?? null, sha256: sha256 ?? null, etag: etag ?? null };
  } catch {
    // A crash may have cut the file short; then the bytes are of unknown origin and are fetched anew.
    return null;
  }
}

function storageError(error: unknown, target: string): unknown {
  const code = systemCode(error);
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new DomainError(
    'storage_full',
    `The disk is full while writing ${target}; what was received is kept, so free space and run the command again`,
    { cause: error },
  );
}
