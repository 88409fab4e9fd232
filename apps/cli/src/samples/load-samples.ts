import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DocumentView } from '#contracts';
import type { SamplesConfig } from './config.js';
import { KotaeClient, KotaeUnreachable } from './kotae-client.js';
import { exampleCommands } from './example-commands.js';

/** Where the program writes: results to `out`, problems to `err`. */
export interface Terminal {
  out: { write(text: string): unknown };
  err: { write(text: string): unknown };
}

const POLL_MS = 200;
/** A worker that has not finished four small files by now is not running. */
const MAX_WAIT_MS = 5 * 60_000;

/**
 * Uploads every sample document, waits until each is ready, and prints how to ask about them.
 * @returns the exit code: 0 when all are ready.
 */
export async function loadSamples(config: SamplesConfig, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const client = new KotaeClient(config, signal);
  try {
    const names = await sampleNames(config.folder);
    const documents = await Promise.all(names.map((name) => loadOne(client, config.folder, name, terminal, signal)));
    if (!documents.every((document) => document.status === 'ready')) return 1;
    terminal.out.write(await exampleCommands(config));
    return 0;
  } catch (error) {
    if (signal.aborted) return 130;
    if (!(error instanceof KotaeUnreachable)) throw error;
    terminal.err.write(`${error.message}\n`);
    return 1;
  }
}

async function sampleNames(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => /\.(?:md|html|pdf|docx)$/u.test(name)).sort();
}

async function loadOne(
  client: KotaeClient,
  folder: string,
  name: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<DocumentView> {
  const started = performance.now();
  let document = await client.putDocument(name, await readFile(join(folder, name)));
  const unchanged = document.unchanged === true && document.status === 'ready';
  // An upload of the same bytes does not try a failed document again by itself.
  if (document.unchanged === true && document.status === 'failed') document = await client.retryDocument(document.id);
  while (document.status === 'queued' || document.status === 'processing') {
    if (performance.now() - started > MAX_WAIT_MS) {
      throw new KotaeUnreachable(`${name} still waits for a worker. Is one running? See "npm start".`);
    }
    await delay(POLL_MS, undefined, { signal });
    document = await client.getDocument(document.id);
  }
  if (document.status === 'failed') {
    terminal.err.write(`${name}: failed. ${document.error?.message ?? ''}\n`);
  } else {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    terminal.out.write(`${name}: ${describe(document)}, ${unchanged ? 'already loaded' : `ready after ${seconds} s`}\n`);
  }
  return document;
}

function describe({ pages, passages }: DocumentView): string {
  const parts = [pages ? `${pages} pages` : null, `${passages ?? 0} passages`];
  return parts.filter((part) => part !== null).join(', ');
}
