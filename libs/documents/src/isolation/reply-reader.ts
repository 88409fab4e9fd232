import type { Readable } from 'node:stream';
import { z } from 'zod';
import { errorCodes } from '#contracts';
import { documentTooLarge } from '../document-errors.js';
import type { Reply } from './protocol.js';

const count = z.int().min(0);
const span = { start: count, end: count };

/** The child reads hostile files, so its words are checked like any outsider's. */
const replySchema: z.ZodType<Reply> = z.union([
  z.strictObject({ started: z.literal(true) }),
  z.strictObject({ read: z.strictObject(span) }),
  z.strictObject({
    progress: z.strictObject({ done: count, total: count, unit: z.enum(['pages', 'bytes']) }),
  }),
  z.strictObject({
    piece: z.strictObject({
      start: count,
      text: z.string(),
      pages: z.array(z.strictObject({ ...span, page: count })),
      headings: z.array(z.strictObject({ ...span, level: z.int().min(1).max(6), text: z.string() })),
    }),
  }),
  z.strictObject({
    result: z.strictObject({
      mediaType: z.string(),
      title: z.string().nullable(),
      length: count,
      pages: count.nullable(),
    }),
  }),
  z.strictObject({ pictureFile: z.string() }),
  z.strictObject({
    pictures: z.array(
      z.strictObject({
        at: count,
        page: count.nullable(),
        file: count.nullable(),
        pdfPage: z.int().min(1).nullable(),
        why: z.enum(['picture', 'sparse', 'garbled']),
      }),
    ),
  }),
  z.strictObject({ error: z.strictObject({ code: z.enum(errorCodes), message: z.string().max(2000) }) }),
]);

/** Pieces are small; only one with a very long heading comes near. Bytes. */
const LONGEST_LINE = 64 * 2 ** 20;

/** A child's words that are no reply, as no sound child speaks. */
export class NonsenseReply extends Error {}

/** Reads a child's replies, one JSON line each, and checks their shape. */
export class ReplyReader {
  readonly #chunks: AsyncIterator<Buffer>;
  /** Pieces of a line whose end has not come yet. */
  #begun: Buffer[] = [];
  #unread: Buffer = Buffer.alloc(0);
  #begunBytes = 0;
  #spoken = 0;

  constructor(output: Readable) {
    this.#chunks = (output as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** Begins to count anew: each order has its own allowance. */
  startOrder(): void {
    this.#spoken = 0;
  }

  /**
   * The next reply, or null when the child has ended.
   * @throws {DocumentError} `document_too_large` once the child has said more than `maxBytes` about one order.
   * @throws {NonsenseReply}
   */
  async next(maxBytes: number): Promise<Reply | null> {
    for (;;) {
      const end = this.#unread.indexOf('\n');
      if (end >= 0) {
        const line = Buffer.concat([...this.#begun, this.#unread.subarray(0, end)]);
        this.#begun = [];
        this.#begunBytes = 0;
        this.#unread = this.#unread.subarray(end + 1);
        return parseReply(line.toString('utf8'));
      }
      this.#begun.push(this.#unread);
      this.#begunBytes += this.#unread.length;
      if (this.#begunBytes > LONGEST_LINE) throw new NonsenseReply('a line without end');
      const chunk = await this.#chunks.next();
      if (chunk.done === true) return null;
      this.#unread = chunk.value;
      this.#spoken += chunk.value.length;
      if (this.#spoken > maxBytes) throw documentTooLarge('its text is longer than allowed', 'maxCharacters');
    }
  }
}

function parseReply(line: string): Reply {
  try {
    return replySchema.parse(JSON.parse(line));
  } catch (error) {
    throw new NonsenseReply('not a reply', { cause: error });
  }
}
