import type { FileSource, RandomAccess } from '../pieces/file-source.js';
import type { OrderReader } from './order-reader.js';

/** The beginning of a file that is kept; a file that is no longer is never sent twice. */
const KEPT_BYTES = 2 ** 20;
/** As much of a longer file is read to tell its type. */
const HEAD_BYTES = 64 * 1024;

/** The file that comes with an order, as its parser sees it: its bytes come when they are asked for. */
export class OrderedFile implements FileSource, RandomAccess {
  #head: Promise<Uint8Array> | null = null;
  /** Bytes come one request after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly size: number,
    private readonly reader: OrderReader,
    private readonly ask: (range: { start: number; end: number }) => Promise<void>,
  ) {}

  /** The file's beginning; all of it where it is small. */
  head(): Promise<Uint8Array> {
    this.#head ??= this.read(0, this.size <= KEPT_BYTES ? this.size : HEAD_BYTES);
    return this.#head;
  }

  async *open(): AsyncGenerator<Uint8Array> {
    if (this.size <= KEPT_BYTES) {
      yield await this.head();
      return;
    }
    await this.ask({ start: 0, end: this.size });
    yield* this.reader.bytes(this.size);
  }

  /** Resolves when no bytes are on their way any more. */
  async settled(): Promise<void> {
    await this.#last;
  }

  read(start: number, end: number): Promise<Uint8Array> {
    const reading = this.#last.then(() => this.#read(start, end));
    this.#last = reading;
    return reading;
  }

  async #read(start: number, end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(end - start);
    await this.ask({ start, end });
    let at = 0;
    for await (const chunk of this.reader.bytes(bytes.length)) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}
