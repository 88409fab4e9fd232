import type { FileSource } from '../pieces/file-source.js';
import type { OrderReader } from './order-reader.js';

/** Bytes that are kept to be gone through again; a larger file is sent again. */
const KEPT_BYTES = 2 ** 20;

/** The file that comes with an order, as its parser sees it. */
export class OrderedFile implements FileSource {
  #kept: Buffer[] | null = [];
  #chunks: AsyncGenerator<Buffer> | null;

  constructor(
    readonly size: number,
    private readonly reader: OrderReader,
    private readonly askAgain: () => Promise<void>,
  ) {
    this.#chunks = reader.file(size);
  }

  /** The file's beginning, a chunk or more. */
  async head(): Promise<Uint8Array> {
    const head: Buffer[] = [];
    const enough = Math.min(this.size, 64 * 1024);
    while (this.#chunks && length(head) < enough) {
      const { value } = await this.#chunks.next();
      if (!value) break;
      head.push(value);
    }
    this.#kept = head;
    return Buffer.concat(head);
  }

  async *open(): AsyncGenerator<Buffer> {
    if (this.#chunks === null && this.#kept === null) {
      await this.askAgain();
      this.#chunks = this.reader.file(this.size);
    }
    const kept: Buffer[] = [];
    for (const chunk of this.#kept ?? []) {
      kept.push(chunk);
      yield chunk;
    }
    for await (const chunk of this.#chunks ?? []) {
      if (this.size <= KEPT_BYTES) kept.push(chunk);
      yield chunk;
    }
    this.#chunks = null;
    this.#kept = this.size <= KEPT_BYTES ? kept : null;
  }
}

function length(chunks: readonly Buffer[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
