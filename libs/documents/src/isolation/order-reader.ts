import type { Order } from './protocol.js';

/** Takes the service's bytes apart into orders: a JSON line, then as many bytes of the file as it says. */
export class OrderReader {
  /** Pieces of the order's line, until it is whole. */
  #line: Buffer[] = [];
  #order: Order | null = null;
  #bytes = new Uint8Array(0);
  #received = 0;

  /** @param onOrder - called with each order once its file is complete. */
  constructor(private readonly onOrder: (order: Order, bytes: Uint8Array) => void) {}

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#order ? this.#readFile(this.#order, rest) : this.#readLine(rest);
  }

  #readLine(chunk: Buffer): Buffer {
    const end = chunk.indexOf('\n');
    this.#line.push(end < 0 ? chunk : chunk.subarray(0, end));
    if (end < 0) return chunk.subarray(chunk.length);
    // The service is trusted, so its line is not checked.
    this.#order = JSON.parse(Buffer.concat(this.#line).toString('utf8')) as Order;
    this.#line = [];
    this.#bytes = new Uint8Array(this.#order.size);
    this.#received = 0;
    return chunk.subarray(end + 1);
  }

  #readFile(order: Order, chunk: Buffer): Buffer {
    const piece = chunk.subarray(0, order.size - this.#received);
    this.#bytes.set(piece, this.#received);
    this.#received += piece.length;
    if (this.#received === order.size) {
      const bytes = this.#bytes;
      this.#order = null;
      this.#bytes = new Uint8Array(0);
      this.onOrder(order, bytes);
    }
    return chunk.subarray(piece.length);
  }
}
