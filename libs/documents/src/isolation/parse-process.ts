/**
 * The child that parses one file and ends: reads its order and the file from standard input, writes progress and the
 * result to standard output. It runs without rights (see `sandbox-command.ts`), and takes nothing with it when it
 * crashes. An argument names a media type whose parser is loaded ahead, while the child waits.
 */
import { DocumentError } from '../document-errors.js';
import { mediaTypes } from '../media-types.js';
import { loadParser, parseBytes } from '../parse-bytes.js';
import type { Order, Reply } from './protocol.js';

/** Progress is told at most this often, milliseconds. */
const PROGRESS_INTERVAL = 250;

// Standard output carries the protocol; what libraries print must not mix with it.
console.log = console.error;
console.info = console.error;
console.warn = console.error;

async function main(): Promise<void> {
  const ahead = Object.values(mediaTypes).find((type) => type === process.argv[2]);
  if (ahead) await loadParser(ahead);
  const input = await readInput();
  // No order: the service has ended, or has no more files.
  if (!input) return;
  const { order, bytes } = input;
  // The end of input now means that the service is gone.
  process.stdin.on('end', () => process.exit(1)).resume();
  let told = performance.now();
  try {
    const result = await parseBytes(bytes, order.name, order.limits, (done, total) => {
      if (performance.now() - told < PROGRESS_INTERVAL) return;
      told = performance.now();
      void send({ progress: { done, total } });
    });
    await send({ result });
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    console.error(error.cause);
    await send({ error: { code: error.code, message: error.message } });
  }
  process.exit(0);
}

/** Resolves when the message has left this process. */
function send(reply: Reply): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${JSON.stringify(reply)}\n`, () => resolve());
  });
}

async function readInput(): Promise<{ order: Order; bytes: Uint8Array } | null> {
  const chunks: Buffer[] = [];
  let order: Order | null = null;
  let received = 0;
  let bytes = new Uint8Array(0);
  for await (const chunk of standardInput()) {
    let data = chunk;
    if (!order) {
      chunks.push(chunk);
      const end = chunk.indexOf('\n');
      if (end < 0) continue;
      const head = Buffer.concat(chunks);
      const line = head.length - chunk.length + end;
      order = JSON.parse(head.toString('utf8', 0, line)) as Order;
      bytes = new Uint8Array(order.size);
      data = head.subarray(line + 1);
    }
    bytes.set(data, received);
    received += data.length;
    if (received === order.size) return { order, bytes };
  }
  return null;
}

/** Standard input's chunks; unlike the stream's own iterator, leaving the loop does not destroy the stream. */
function standardInput(): AsyncIterable<Buffer> {
  return process.stdin.iterator({ destroyOnReturn: false });
}

// pdf.js leaves some promises for broken fonts and images unattended; they do not concern the text.
process.on('unhandledRejection', (reason) => console.error(reason));
main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
