import { once } from 'node:events';
import type { TextRange } from '#database';
import type { Response } from 'express';

/**
 * Sends a range of a text as JSON while it is read from the database, so that a text of any length takes no more memory
 * than a few of its pieces. A connection that breaks off in the middle ends the reading.
 */
export async function sendText(
  response: Response,
  { pieces, ...range }: Omit<TextRange, 'text'> & { pieces: AsyncIterable<string> },
): Promise<void> {
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  const gone = new Promise<void>((resolve) => response.once('close', resolve));
  // Pieces never cut a character, and JSON escapes each by itself.
  response.write(`${JSON.stringify(range).slice(0, -1)},"text":"`);
  let sent = 0;
  for await (const piece of pieces) {
    if (response.destroyed) return;
    sent += piece.length;
    if (!response.write(JSON.stringify(piece).slice(1, -1))) {
      await Promise.race([once(response, 'drain').catch(() => undefined), gone]);
    }
  }
  // Deleted meanwhile: a text that ends too early must not look whole.
  if (sent === range.end - range.start) response.end('"}');
  else response.destroy();
}
