import type { Readable } from 'node:stream';
import type { Order } from './protocol.js';

/** Takes the service's bytes apart: orders, one JSON line each, and the bytes of the file that were asked for. */
export class OrderReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #unread: Buffer = Buffer.alloc(0);
  /** The chunk after `#unread`, which is waited for already so that the end of input is noticed at once. */
  #ahead: Promise<Buffer | null> | null = null;

  /** @param onEnd - called when the service is gone, or needs this child no more. */
  constructor(
    input: Readable,
    private readonly onEnd: () => void,
  ) {
    this.#chunks = (input as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  async order(): Promise<Order> {
    const line: Buffer[] = [];
    for (;;) {
      const chunk = await this.#next();
      const end = chunk.indexOf('\n');
      line.push(end < 0 ? chunk : chunk.subarray(0, end));
      if (end < 0) continue;
      this.#unread = chunk.subarray(end + 1);
      // The service is trusted, so its line is not checked.
      return JSON.parse(Buffer.concat(line).toString('utf8')) as Order;
    }
  }

  /** The next `size` bytes. */
  async *bytes(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0;) {
      const chunk = await this.#next();
      const piece = chunk.subarray(0, left);
      this.#unread = chunk.subarray(piece.length);
      left -= piece.length;
      if (left === 0) void this.#lookAhead();
      yield piece;
    }
  }

  async #next(): Promise<Buffer> {
    if (this.#unread.length > 0) {
      const unread = this.#unread;
      this.#unread = Buffer.alloc(0);
      return unread;
    }
    const chunk = await this.#lookAhead();
    this.#ahead = null;
    // After the end nothing comes any more; `onEnd` ends the process.
    return chunk ?? new Promise<never>(() => undefined);
  }

  #lookAhead(): Promise<Buffer | null> {
    this.#ahead ??= this.#chunks.next().then(({ done, value }) => {
      if (done !== true) return value;
      this.onEnd();
      return null;
    });
    return this.#ahead;
  }
}
