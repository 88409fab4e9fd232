/**
 * The child that parses: takes orders and files from standard input, one at a time, and writes progress and results
 * to standard output. It runs without rights (see `sandbox-command.ts`), and takes only its file with it when it
 * crashes. An argument names a media type whose parser is loaded ahead, while the child waits.
 */
import { DocumentError } from '../document-errors.js';
import { mediaTypes } from '../media-types.js';
import { loadParser, parseBytes } from '../parse-bytes.js';
import { denyNetwork } from './deny-network.js';
import { OrderReader } from './order-reader.js';
import type { Order, Reply } from './protocol.js';

/** Progress is told at most this often, milliseconds. */
const PROGRESS_INTERVAL = 250;

denyNetwork();

// Standard output carries the protocol; what libraries print must not mix with it.
console.log = console.error;
console.info = console.error;
console.warn = console.error;

// pdf.js leaves some promises for broken fonts and images unattended; they do not concern the text.
process.on('unhandledRejection', (reason) => console.error(reason));

async function carryOut(order: Order, bytes: Uint8Array): Promise<void> {
  let told = performance.now();
  try {
    const { pictures, ...result } = await parseBytes(bytes, order.name, order.limits, {
      onStart: () => send({ started: true }),
      onProgress: (done, total) => {
        if (performance.now() - told < PROGRESS_INTERVAL) return;
        told = performance.now();
        send({ progress: { done, total } });
      },
    });
    for (const file of pictures?.files ?? []) send({ pictureFile: Buffer.from(file).toString('base64') });
    if (pictures) send({ pictures: pictures.spots });
    send({ result });
  } catch (error) {
    if (!(error instanceof DocumentError)) return die(error);
    console.error(error.cause);
    send({ error: { code: error.code, message: error.message } });
  }
}

function send(reply: Reply): void {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

function die(error: unknown): void {
  console.error(error);
  process.exit(1);
}

const reader = new OrderReader((order, bytes) => void carryOut(order, bytes));
// The end of input means that the service is gone, or needs this child no more.
process.stdin.on('data', (chunk: Buffer) => reader.push(chunk)).on('end', () => process.exit(0));

const ahead = Object.values(mediaTypes).find((type) => type === process.argv[2]);
if (ahead) loadParser(ahead).catch(die);
