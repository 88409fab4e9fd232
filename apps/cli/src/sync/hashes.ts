import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { LocalFile } from './list-files.js';

/** SHA-256 of files, computed again only when a file has changed. */
export class Hashes {
  private readonly known = new Map<string, { stamp: string; sha256: string }>();

  /** @throws Error of the system when the file cannot be read */
  async of({ path, stamp }: LocalFile, signal: AbortSignal): Promise<string> {
    const known = this.known.get(path);
    if (known?.stamp === stamp) return known.sha256;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash, { signal });
    const sha256 = hash.digest('hex');
    this.known.set(path, { stamp, sha256 });
    return sha256;
  }
}
