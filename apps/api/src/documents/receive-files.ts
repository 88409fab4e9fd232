import type { Readable } from 'node:stream';
import { DomainError } from '#contracts';
import type { OriginalStore, StoredOriginal } from '#database';
import busboy, { type Busboy } from 'busboy';
import type { Request } from 'express';
import { discard, DiscardBudget } from './discard.js';
import { documentName } from './document-name.js';
import { METADATA_FIELDS } from './metadata.js';
import { incompleteUpload, storeBody } from './store-body.js';

/** A file of a multipart body: stored, or the reason why not. */
export type ReceivedFile =
  { file: string; name: string; stored: StoredOriginal } | { file: string | null; error: unknown };

/** What a multipart body brought. */
export interface ReceivedForm {
  files: ReceivedFile[];
  /** Plain fields that describe the files, in the order of the body. */
  fields: [name: string, value: string][];
}

/** Files in one request. */
const MAX_FILES = 1000;

/**
 * Receives every file of a `multipart/form-data` body, streaming each to the store as it comes. One bad file does not
 * spoil the others, and a body that breaks off keeps the files that were complete.
 * @throws DomainError `unsupported_media_type` for another kind of body.
 */
export async function receiveFiles(
  request: Request,
  store: OriginalStore,
  maxBytes: number,
): Promise<ReceivedForm> {
  const parser = openParser(request);
  const budget = new DiscardBudget(maxBytes);
  const received: Promise<ReceivedFile>[] = [];
  const fields: ReceivedForm['fields'] = [];
  const refuse = (error: unknown, file: string | null = null): void => {
    received.push(refused(file, error));
  };

  await new Promise<void>((resolve) => {
    parser.on('file', (_field, stream, { filename }: { filename?: string }) => {
      // Before anything else: a broken body makes the part emit 'error' at any time from now on.
      stream.on('error', () => undefined);
      // Given up, the parser still goes through the chunk that it has; what it finds there may never end.
      if (parser.destroyed) return;
      received.push(receive(stream, filename, store, budget));
    });
    parser.on('field', (name, value) => {
      if (METADATA_FIELDS.includes(name)) fields.push([name, value]);
    });
    parser.on('filesLimit', () => refuse(tooMany()));
    parser.on('close', resolve);
    const breakOff = (error: unknown): void => {
      if (parser.destroyed) return;
      refuse(error);
      request.unpipe(parser);
      parser.destroy();
    };
    // After a malformed part header the parser reports, but neither goes on nor closes.
    parser.on('error', () => breakOff(incompleteUpload()));
    budget.onSpent(() =>
      breakOff(new DomainError('payload_too_large', 'Too much of the body had to be thrown away.')),
    );
    request.on('error', () => breakOff(incompleteUpload()));
    request.on('close', () => {
      if (!request.complete) breakOff(incompleteUpload());
    });
    request.pipe(parser);
    // Broken off already, while the caller was looking something up: no event would ever tell.
    if (request.destroyed) breakOff(incompleteUpload());
  });
  return { files: await Promise.all(received), fields };
}

async function refused(file: string | null, error: unknown): Promise<ReceivedFile> {
  return { file, error };
}

async function receive(
  stream: Readable,
  filename: string | undefined,
  store: OriginalStore,
  budget: DiscardBudget,
): Promise<ReceivedFile> {
  const file = filename ?? null;
  try {
    if (file === null) throw new DomainError('invalid_request', 'A file part has no file name.');
    const name = documentName(file);
    return { file, name, stored: await storeBody(stream, store) };
  } catch (error) {
    // The parser goes on to the next part only once this one has been read to its end.
    discard(stream, budget);
    return { file, error };
  }
}

function openParser(request: Request): Busboy {
  if (!request.is('multipart/form-data')) {
    throw new DomainError(
      'unsupported_media_type',
      'Send files as multipart/form-data, or one file with PUT /v1/collections/{name}/documents/{file name}.',
    );
  }
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: MAX_FILES, fields: 100, fieldSize: 65_536, parts: MAX_FILES + 100 },
    });
  } catch (error) {
    throw new DomainError('invalid_request', 'The multipart body has no valid boundary.', { cause: error });
  }
}

function tooMany(): DomainError {
  return new DomainError(
    'payload_too_large',
    `At most ${MAX_FILES} files are taken at a time; the rest was not.`,
  );
}
