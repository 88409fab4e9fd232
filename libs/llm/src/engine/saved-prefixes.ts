import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  isIntact,
  type PrefixFile,
  readPrefixFile,
  removePrefixFile,
  touchPrefixFile,
  writePrefixFile,
} from './prefix-file.js';
import type { Sequence } from './sequence.js';

/** A slow disk's pace, verification included. */
const DISK_BYTES_PER_MS = 200_000;
/** Below this, reading the prompt again is as quick as reading the disk. */
const SHORTEST = 256;
/** Part of the room that one prefix may take. */
const LARGEST_SHARE = 0.5;
/** A saved prefix that holds so much of another makes saving that one pointless. */
const COVERED = 0.9;

/** Everything that decides what a cache's numbers mean: with anything else they would be wrong without a sign. */
export interface PrefixIdentity {
  /** SHA-256 of the model's file, and of whatever changes its weights. */
  model: string;
  /** Types of keys and values. */
  cacheType: string;
  /** By which of LongRoPE's factors the keys were rotated: llama.cpp goes by the context's size, not the prompt's. */
  rope: 'short' | 'long';
  /** Versions of node-llama-cpp and llama.cpp, whose format it is. */
  engine: string;
}

export interface SavedPrefixesOptions {
  /** Folder of all saved prefixes of this machine; made when missing. */
  folder: string;
  identity: PrefixIdentity;
  /** Bytes that the prefixes of this identity may take on the disk. */
  bytes: number;
  log: (line: string) => void;
}

/**
 * Caches of prompt beginnings on disk, so that what questions share needs not be read again after a restart. A file is
 * used only by the very model, cache type, RoPE regime and version that wrote it, and only while its SHA-256 is right;
 * one that is damaged is removed.
 */
export class SavedPrefixes {
  readonly #folder: string;
  readonly #options: SavedPrefixesOptions;
  readonly #files: PrefixFile[];

  private constructor(folder: string, options: SavedPrefixesOptions, files: PrefixFile[]) {
    this.#folder = folder;
    this.#options = options;
    this.#files = files;
  }

  /** Finds what is there; what is left of an interrupted write is removed. */
  static async open(options: SavedPrefixesOptions): Promise<SavedPrefixes> {
    const { model, cacheType, rope, engine } = options.identity;
    const key = createHash('sha256').update([model, cacheType, rope, engine].join('\n')).digest('hex');
    const folder = join(options.folder, key.slice(0, 32));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = await readdir(folder);
    const files: PrefixFile[] = [];
    for (const name of names) {
      if (name.endsWith('.tmp')) await rm(join(folder, name), { force: true });
      if (!name.endsWith('.state')) continue;
      const path = join(folder, name.slice(0, -'.state'.length));
      const file = await readPrefixFile(path);
      if (file === null) await removePrefixFile(path);
      else files.push(file);
    }
    return new SavedPrefixes(folder, options, files);
  }

  /** Files at hand. */
  get count(): number {
    return this.#files.length;
  }

  /**
   * The file that holds most of the prompt's beginning, when that is so much more than `held` tokens that reading it
   * takes less than computing them at `tokensPerMs`, the machine's pace where it is known.
   */
  find(tokens: readonly number[], held: number, tokensPerMs: number | null): PrefixFile | null {
    let best: { file: PrefixFile; common: number } | null = null;
    for (const file of this.#files) {
      const common = commonLength(file.tokens, tokens);
      const gain = common - held;
      const pays = tokensPerMs === null || gain / tokensPerMs > file.bytes / DISK_BYTES_PER_MS;
      if (gain >= SHORTEST && pays && common > (best?.common ?? 0)) best = { file, common };
    }
    return best?.file ?? null;
  }

  /**
   * Fills an idle sequence from the file; false, with an emptied sequence, when the file is not what it was.
   * Rejects with the signal's reason on abort.
   */
  async load(file: PrefixFile, sequence: Sequence, signal: AbortSignal): Promise<boolean> {
    if (await isIntact(file, signal)) {
      try {
        await sequence.load?.(`${file.path}.state`);
        if (
          sequence.length === file.tokens.length &&
          sequence.commonPrefix(file.tokens) === sequence.length
        ) {
          await touchPrefixFile(file);
          return true;
        }
      } catch (error) {
        this.#options.log(`a saved prefix could not be loaded: ${String(error)}`);
      }
      await sequence.truncate(0);
    }
    this.#options.log(
      `removed a saved prefix of ${file.tokens.length} tokens, whose file was damaged or gone`,
    );
    await this.#remove(file);
    return false;
  }

  /** Saves what an idle sequence holds, when `shared` tokens of it have been of use to others. Makes room by age. */
  async save(sequence: Sequence, shared: number): Promise<void> {
    const { tokens } = sequence;
    if (sequence.save === undefined || shared < SHORTEST || this.#covers(tokens, shared)) return;
    const [known] = this.#files;
    const largest = LARGEST_SHARE * this.#options.bytes;
    if (known !== undefined && (known.bytes / known.tokens.length) * tokens.length > largest) return;
    const name = createHash('sha256').update(Int32Array.from(tokens)).digest('hex').slice(0, 32);
    try {
      const file = await writePrefixFile(join(this.#folder, name), tokens, (path) => sequence.save!(path));
      this.#files.push(file);
      this.#options.log(`saved a prefix of ${tokens.length} tokens (${Math.ceil(file.bytes / 1e6)} MB)`);
      if (file.bytes > largest) await this.#remove(file);
      await this.#makeRoom();
    } catch (error) {
      this.#options.log(`a prefix could not be saved: ${String(error)}`);
    }
  }

  #covers(tokens: readonly number[], shared: number): boolean {
    return this.#files.some((file) => commonLength(file.tokens, tokens) >= COVERED * shared);
  }

  async #makeRoom(): Promise<void> {
    const oldestFirst = this.#files.toSorted((a, b) => a.usedAt - b.usedAt);
    let taken = oldestFirst.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const file of oldestFirst) {
      if (taken <= this.#options.bytes) return;
      taken -= file.bytes;
      await this.#remove(file);
    }
  }

  async #remove(file: PrefixFile): Promise<void> {
    this.#files.splice(this.#files.indexOf(file), 1);
    await removePrefixFile(file.path);
  }
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  const most = Math.min(a.length, b.length);
  for (let i = 0; i < most; i++) if (a[i] !== b[i]) return i;
  return most;
}
