import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DomainError } from '#contracts';
import type { CatalogueEntry } from './catalogue-entry.js';
import { withFileLock } from './file-lock.js';
import { type HubFile, hubUrl, toHubUri } from './hub-file.js';
import { type ModelReceipt, writeReceipt } from './model-receipt.js';
import { PartFile } from './part-file.js';
import { receiveFile } from './receive-file.js';
import type { ReceiveOptions } from './receive-options.js';

/** What to fetch, and where to put it: as `locateModel` returns it. */
export interface ModelToDownload {
  id: string;
  path: string;
  source: HubFile;
  entry: CatalogueEntry | null;
}

/** How to fetch a model. */
export interface DownloadOptions extends Omit<ReceiveOptions, 'token' | 'signal'> {
  /** Hub, or a mirror of it. Default `https://huggingface.co`. */
  baseUrl?: string;
  /** Access token for repositories that need one; sent to the hub only. */
  token?: string | null;
  /** Aborting rejects with `cancelled`; what was received is kept. */
  signal?: AbortSignal;
}

/** How a download ended. */
export interface DownloadReport {
  path: string;
  sizeBytes: number;
  /** The file was there already; nothing was fetched and nothing checked but its size. */
  alreadyPresent: boolean;
  /** Bytes of an earlier, interrupted download that were used; 0 for none. */
  resumedFrom: number;
  /** SHA-256 of what was received; null when nothing was. */
  sha256: string | null;
  /** What the SHA-256 was compared with: our own record, what the hub states of the file, or nothing. */
  checkedAgainst: ModelReceipt['checkedAgainst'];
}

const GGUF_MAGIC = 'GGUF';

/**
 * Fetches a model file into its place: resumes what an earlier call left, tries again when the connection drops, and
 * lets the file appear under its name only when its length and SHA-256 are right.
 *
 * @throws DomainError `model_download_failed` (retryable when the network was at fault), `model_checksum_mismatch`,
 *   `storage_full`, `conflict` when another process is fetching it, `cancelled`
 */
export async function downloadModel(
  model: ModelToDownload,
  options: DownloadOptions = {},
): Promise<DownloadReport> {
  await mkdir(dirname(model.path), { recursive: true });
  return withFileLock(model.path, async () => {
    const present = await findPresent(model);
    if (present !== null) return present;
    const part = await PartFile.open(model.path, (done, total) => {
      options.onProgress?.({ phase: 'rehash', doneBytes: done, totalBytes: total });
    });
    try {
      return await fetchInto(part, model, options);
    } finally {
      await part.close();
    }
  });
}

async function fetchInto(
  part: PartFile,
  model: ModelToDownload,
  options: DownloadOptions,
): Promise<DownloadReport> {
  const url = hubUrl(options.baseUrl ?? 'https://huggingface.co', model.source);
  const signal = options.signal ?? new AbortController().signal;
  const { resumedFrom } = await receiveFile(part, url, model.entry, {
    ...options,
    token: options.token ?? null,
    signal,
  });
  const sha256 = part.digest();
  const checkedAgainst = await check(part, model, sha256);
  await part.finish();
  const sizeBytes = part.size;
  await writeReceipt(model.path, { sha256, sizeBytes, source: toHubUri(model.source), checkedAgainst });
  return { path: model.path, sizeBytes, alreadyPresent: false, resumedFrom, sha256, checkedAgainst };
}

/** Compares the received bytes with what they should be; what fails is deleted, for no part of it can be trusted. */
async function check(
  part: PartFile,
  model: ModelToDownload,
  sha256: string,
): Promise<DownloadReport['checkedAgainst']> {
  const stated = part.identity?.sha256 ?? null;
  const expected = model.entry?.sha256 ?? stated;
  if (expected !== null && expected !== sha256) {
    await part.discard();
    throw new DomainError(
      'model_checksum_mismatch',
      `${model.id} arrived with SHA-256 ${sha256} instead of ${expected}; it has been deleted. Fetch it ` +
        'again, and if it happens again, do not trust the server or proxy that it comes from',
    );
  }
  if ((await part.head(GGUF_MAGIC.length)).toString('latin1') !== GGUF_MAGIC) {
    await part.discard();
    throw new DomainError(
      'model_download_failed',
      `What ${model.id} was fetched from sent something that is not a GGUF file (perhaps the login page of a proxy); ` +
        'it has been deleted. Check the network and the name',
    );
  }
  if (expected === null) return 'nothing';
  return model.entry?.sha256 === expected ? 'catalogue' : 'hub';
}

async function findPresent(model: ModelToDownload): Promise<DownloadReport | null> {
  const found = await stat(model.path).catch(() => null);
  if (found?.isFile() !== true) return null;
  if (model.entry?.sizeIsExact === true && model.entry.sizeBytes !== found.size) return null;
  return {
    path: model.path,
    sizeBytes: found.size,
    alreadyPresent: true,
    resumedFrom: 0,
    sha256: null,
    checkedAgainst: 'nothing',
  };
}
