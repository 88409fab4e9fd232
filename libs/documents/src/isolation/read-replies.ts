import type { Readable } from 'node:stream';
import { z } from 'zod';
import { errorCodes } from '#contracts';
import { documentTooLarge } from '../document-errors.js';
import type { Reply } from './protocol.js';

const count = z.int().min(0);
const span = { start: count, end: count };

/** The child reads hostile files, so its words are checked like any outsider's. */
const replySchema: z.ZodType<Reply> = z.union([
  z.strictObject({ progress: z.strictObject({ done: count, total: count }) }),
  z.strictObject({
    result: z.strictObject({
      mediaType: z.string(),
      title: z.string().nullable(),
      text: z.string(),
      pages: z.array(z.strictObject({ ...span, page: count })),
      headings: z.array(z.strictObject({ ...span, level: z.int().min(1).max(6), text: z.string() })),
    }),
  }),
  z.strictObject({ error: z.strictObject({ code: z.enum(errorCodes), message: z.string().max(2000) }) }),
]);

/** A child's words that are no reply, as no sound child speaks. */
export class NonsenseReply extends Error {}

/**
 * Reads a child's messages, one JSON line each, and checks their shape.
 * @throws {DocumentError} `document_too_large` once the child has said more than `maxBytes`.
 * @throws {NonsenseReply}
 */
export async function* readReplies(output: Readable, maxBytes: number): AsyncIterable<Reply> {
  let pending: Buffer[] = [];
  let total = 0;
  for await (const chunk of output as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > maxBytes) throw documentTooLarge('its text is longer than allowed');
    let rest = chunk;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = Buffer.concat([...pending, rest.subarray(0, end)]).toString('utf8');
      pending = [];
      rest = rest.subarray(end + 1);
      yield readReply(line);
    }
    pending.push(rest);
  }
}

function readReply(line: string): Reply {
  try {
    return replySchema.parse(JSON.parse(line));
  } catch (error) {
    throw new NonsenseReply('not a reply', { cause: error });
  }
}
