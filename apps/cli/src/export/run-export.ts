import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { type Document, type KotaeClient, KotaeError } from '#client';
import type { CommandContext } from '../command/context.js';
import { openKotae } from '../command/open-kotae.js';
import { counted } from '../command/terminal.js';
import { EXPORT_LIST } from '../sync/exported-names.js';
import { FileNames } from './file-names.js';
import { type ExportTarget, openTarget } from './targets.js';

/** What `kotae export` is asked for with. */
export interface ExportCommand {
  collection: string;
  /** A folder, or a file that ends in `.zip`. */
  out: string;
  /** Extracted texts too. */
  texts?: boolean;
  json?: boolean;
}

/** What keeps out every document, not just the one that was asked for. */
const FATAL = new Set(['unreachable', 'unauthenticated', 'forbidden', 'collection_not_found']);

const CHANGED = 'Its bytes are not those that were listed: it has just changed, or its original is damaged.';
const BROKEN_OFF = 'Its bytes broke off: the connection was lost, or its original is damaged.';

/** A document that could not be exported, and why. */
interface Failure {
  name: string;
  code: string;
  message: string;
}

/**
 * `kotae export <collection>`: the newest version of every document as a file under its name, and a list of what they
 * are. `kotae sync` takes the folder back in, names and metadata included.
 *
 * @returns the exit code: 0, or 1 when a document could not be exported; the others are
 * @throws DomainError, KotaeError when nothing can be
 */
export async function runExport(
  command: ExportCommand,
  context: Pick<CommandContext, 'out' | 'err' | 'env' | 'signal'>,
): Promise<number> {
  const { signal } = context;
  const kotae = openKotae(context);
  // An unknown collection is found out before anything is made.
  await kotae.collections.get(command.collection, signal);
  const out = resolve(command.out);
  const target = await openTarget(out);
  const failures: Failure[] = [];
  const lines: string[] = [];
  try {
    const names = new FileNames();
    for await (const document of kotae.documents.all(command.collection, { limit: 200 }, signal)) {
      try {
        const file = names.next(document.name, document.id);
        await exportOne(kotae, target, document, file, command, signal);
        lines.push(`${JSON.stringify(describe(document, file))}\n`);
      } catch (error) {
        if (signal.aborted || !(error instanceof KotaeError || error instanceof Unlike)) throw error;
        if (FATAL.has(error.code)) throw error;
        if (error.code === 'document_not_found' && (await isGone(kotae, document.id, signal))) continue;
        failures.push({ name: document.name, code: error.code, message: error.message });
      }
    }
    await target.add(EXPORT_LIST, Readable.from(lines));
    await target.finish();
  } catch (error) {
    await target.abandon();
    throw error;
  }
  if (command.json) context.out.write(`${JSON.stringify({ out, exported: lines.length, failures })}\n`);
  else {
    for (const { name, message } of failures) context.err.write(`failed: ${name}: ${message}\n`);
    context.out.write(
      `${out}: ${counted(lines.length, 'document')}${failures.length > 0 ? `, ${failures.length} failed` : ''}\n`,
    );
  }
  return failures.length > 0 ? 1 : 0;
}

async function exportOne(
  kotae: KotaeClient,
  target: ExportTarget,
  document: Document,
  file: string,
  { texts }: ExportCommand,
  signal: AbortSignal,
): Promise<void> {
  // Before the file: one that has come without its text would be there and not in the list.
  if (texts && document.ready_version !== null) {
    const { text } = await kotae.documents.text(document.id, {}, signal);
    await target.add(`.kotae/texts/${file}.txt`, Readable.from([text]));
  }
  const response = await kotae.documents.content(document.id, signal);
  await target.add(file, Readable.from(checked(response, document.sha256)));
}

/** The bytes as they come. @throws Unlike in the end, when they are not those of the hash. */
async function* checked({ body }: Response, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of body ?? []) {
      hash.update(chunk);
      yield chunk;
    }
  } catch (cause) {
    throw new Unlike(BROKEN_OFF, { cause });
  }
  if (hash.digest('hex') !== sha256) throw new Unlike(CHANGED);
}

/** Whether a document has been deleted, and not only its original lost. */
async function isGone(kotae: KotaeClient, id: string, signal: AbortSignal): Promise<boolean> {
  return kotae.documents.get(id, signal).then(
    () => false,
    (error: unknown) => error instanceof KotaeError && error.code === 'document_not_found',
  );
}

/** What came is not what was listed. */
class Unlike extends Error {
  readonly code = 'conflict';
}

/** A line of the list: where the file is, and all that is known about its document. */
function describe(document: Document, file: string): Record<string, unknown> {
  const { name, id, version, sha256, size, media_type, tags, date, source_url, created_at, updated_at } =
    document;
  return {
    file,
    name,
    id,
    version,
    sha256,
    size,
    media_type,
    tags,
    date,
    source_url,
    created_at,
    updated_at,
  };
}
