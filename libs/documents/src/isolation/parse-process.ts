/**
 * The child that parses: takes orders and files from standard input, one at a time, and writes progress, text and
 * results to standard output. It runs without rights (see `sandbox-command.ts`), and takes only its file with it when
 * it crashes. An argument names a media type whose parser is loaded ahead, while the child waits.
 */
import { once } from 'node:events';
import { DocumentError } from '../document-errors.js';
import { mediaTypes } from '../media-types.js';
import { loadParser } from '../parse-bytes.js';
import { parseFile } from '../parse-file.js';
import type { Pictures } from '../pictures/pictures.js';
import { denyNetwork } from './deny-network.js';
import { OrderedFile } from './ordered-file.js';
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

async function carryOut(order: Order, reader: OrderReader): Promise<void> {
  let told = performance.now();
  const progress = (unit: 'pages' | 'bytes') => (done: number, total: number) => {
    if (performance.now() - told < PROGRESS_INTERVAL) return;
    told = performance.now();
    void send({ progress: { done, total, unit } });
  };
  try {
    const file = new OrderedFile(order.size, reader, (read) => send({ read }));
    const result = await parseFile(file, order.name, order.limits, {
      onStart: () => void send({ started: true }),
      onProgress: progress('pages'),
      onBytes: progress('bytes'),
      onPictures: sendPictures,
      onPiece: (piece) => send({ piece }),
    });
    await file.settled();
    await send({ result });
  } catch (error) {
    if (!(error instanceof DocumentError)) return die(error);
    console.error(error.cause);
    await send({ error: { code: error.code, message: error.message } });
  }
}

async function sendPictures({ files, spots }: Pictures): Promise<void> {
  for (const file of files) await send({ pictureFile: Buffer.from(file).toString('base64') });
  await send({ pictures: spots });
}

/** Waits while the service is busy with what it has, so that nothing piles up here. */
async function send(reply: Reply): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(reply)}\n`)) await once(process.stdout, 'drain');
}

function die(error: unknown): void {
  console.error(error);
  process.exit(1);
}

async function serve(): Promise<never> {
  // The end of input means that the service is gone, or needs this child no more.
  const reader = new OrderReader(process.stdin, () => process.exit(0));
  for (;;) await carryOut(await reader.order(), reader);
}

const ahead = Object.values(mediaTypes).find((type) => type === process.argv[2]);
if (ahead) loadParser(ahead).catch(die);
serve().catch(die);
