import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { KotaeError, type Document, type KotaeClient } from '#client';
import { exitCodes, type CommandContext } from '../command/context.js';
import { openKotae } from '../command/open-kotae.js';
import { settled, sizeOf } from '../documents/settled.js';
import { exampleCommands } from './example-commands.js';

/** A worker that has not finished four small files by now is not running. */
const MAX_WAIT_MS = 5 * 60_000;

/** Uploads every sample document, waits until each is ready, and prints how to ask about them. */
export async function loadSamples(context: CommandContext, { json }: { json?: boolean }): Promise<void> {
  const kotae = openKotae(context);
  const folder = findSamples(__dirname);
  const names = (await readdir(folder)).filter((name) => /\.(?:md|html|pdf|docx)$/u.test(name)).sort();
  const load = (name: string): Promise<Document> => loadOne(kotae, folder, name, context, json);
  const documents = await Promise.all(names.map(load));
  if (json) context.out.write(`${JSON.stringify(documents)}\n`);
  if (documents.some(({ status }) => status === 'failed')) context.exitCode = exitCodes.failed;
  else if (!json) context.out.write(await exampleCommands(folder, kotae.url, context.env.KOTAE_API_KEY));
}

async function loadOne(
  kotae: KotaeClient,
  folder: string,
  name: string,
  { out, err, signal }: CommandContext,
  json?: boolean,
): Promise<Document> {
  const started = performance.now();
  const uploaded = await kotae.documents.put('default', name, await readFile(join(folder, name)), { signal });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(MAX_WAIT_MS)]);
  const document = await settled(kotae, uploaded, { signal: limit }).catch((error: unknown) => {
    if (signal.aborted || !limit.aborted) throw error;
    const message = `${name} still waits for a worker. Is one running? See "npm start".`;
    throw new KotaeError('worker_unavailable', message);
  });
  if (document.status === 'failed') {
    err.write(`${name}: failed. ${document.error?.message ?? ''}\n`);
  } else if (!json) {
    const was = uploaded.unchanged === true && uploaded.status === 'ready';
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    out.write(`${name}: ${sizeOf(document)}, ${was ? 'already loaded' : `ready after ${seconds} s`}\n`);
  }
  return document;
}

/** The project's `samples` folder, seen from the source as from the built program. */
function findSamples(from: string): string {
  const samples = join(from, 'samples');
  if (existsSync(join(samples, 'questions.json')) || dirname(from) === from) return samples;
  return findSamples(dirname(from));
}
