import { statfs } from 'node:fs/promises';
import { DomainError } from '#contracts';
import type { CatalogueEntry } from './catalogue-entry.js';
import type { PartFile, PartIdentity } from './part-file.js';
import type { ReceiveOptions } from './receive-options.js';
import { type FileOffer, requestHubFile } from './request-hub-file.js';
import { StallGuard } from './stall-guard.js';
import { reasonOf, TransferInterrupted } from './transfer-interrupted.js';

/** Left free on the disk beyond the file itself. */
const SPARE_BYTES = 64 << 20;
const nothingKnown: PartIdentity = { sizeBytes: null, sha256: null, etag: null };

/**
 * Receives as much of a file as one request brings.
 *
 * @returns where in the file the answer began: the partial file's size before, or 0 when it had to start over
 * @throws TransferInterrupted for what another request may cure, DomainError for what it will not
 */
export async function receiveOnce(
  part: PartFile,
  url: URL,
  entry: CatalogueEntry | null,
  options: ReceiveOptions,
): Promise<number> {
  const stall = new StallGuard(options.stallTimeoutMs ?? 60_000);
  const signal = AbortSignal.any([options.signal, stall.signal]);
  try {
    const offer = await requestHubFile(url, { from: part.size, token: options.token, signal });
    requireKnownFile(offer, entry, url);
    if (offer.start !== part.size || !isSameFile(part.identity, offer)) {
      if (offer.start !== 0) {
        await offer.body.cancel();
        throw new TransferInterrupted(`${url.origin} has another file than before`, { startOver: true });
      }
      await part.restart({ sizeBytes: offer.sizeBytes, sha256: offer.sha256, etag: offer.etag });
    }
    const start = part.size;
    await requireSpace(part, offer);
    await appendBody(part, offer, stall, options);
    return start;
  } catch (error) {
    if (error instanceof TransferInterrupted && error.startOver) await part.restart(nothingKnown);
    if (stall.signal.aborted && !options.signal.aborted) {
      throw new TransferInterrupted(`${url.origin} has fallen silent`, { cause: error });
    }
    throw error;
  } finally {
    stall.stop();
  }
}

async function appendBody(
  part: PartFile,
  offer: FileOffer,
  stall: StallGuard,
  options: ReceiveOptions,
): Promise<void> {
  const reader = offer.body.getReader();
  try {
    for (;;) {
      const next = await reader.read().catch((error: unknown) => {
        throw new TransferInterrupted(`the connection broke off (${reasonOf(error)})`, { cause: error });
      });
      if (next.done) break;
      stall.touch();
      await part.append(next.value);
      options.onProgress?.({ phase: 'receive', doneBytes: part.size, totalBytes: offer.sizeBytes });
    }
  } finally {
    // After an error of ours nobody reads on; after one of the connection's there is nothing to cancel.
    await reader.cancel().catch(() => undefined);
  }
  if (offer.sizeBytes === null || part.size === offer.sizeBytes) return;
  if (part.size > offer.sizeBytes) await part.restart({ sizeBytes: null, sha256: null, etag: null });
  throw new TransferInterrupted(
    `the server sent another length than the ${offer.sizeBytes} bytes it announced`,
  );
}

/** Refuses, before gigabytes are fetched, a file that cannot pass the checks at the end. */
function requireKnownFile(offer: FileOffer, entry: CatalogueEntry | null, url: URL): void {
  if (entry === null) return;
  const wrongSize = entry.sizeIsExact && offer.sizeBytes !== null && offer.sizeBytes !== entry.sizeBytes;
  const wrongHash = entry.sha256 !== null && offer.sha256 !== null && offer.sha256 !== entry.sha256;
  if (!wrongSize && !wrongHash) return;
  throw new DomainError(
    'model_checksum_mismatch',
    `${url.href} offers another file than the catalogue knows (${
      wrongHash
        ? `SHA-256 ${offer.sha256} instead of ${entry.sha256}`
        : `${offer.sizeBytes} bytes instead of ${entry.sizeBytes}`
    }): check the mirror or proxy that it comes from`,
  );
}

/** Whether the bytes received so far and those on offer are of the same file, as far as the server lets us know. */
function isSameFile(known: PartIdentity | null, offer: FileOffer): boolean {
  if (known === null) return false;
  if (known.sizeBytes !== null && offer.sizeBytes !== null && known.sizeBytes !== offer.sizeBytes)
    return false;
  if (known.sha256 !== null && offer.sha256 !== null) return known.sha256 === offer.sha256;
  if (known.etag !== null && offer.etag !== null) return known.etag === offer.etag;
  return known.sizeBytes !== null && known.sizeBytes === offer.sizeBytes;
}

async function requireSpace(part: PartFile, offer: FileOffer): Promise<void> {
  if (offer.sizeBytes === null) return;
  const { bavail, bsize } = await statfs(part.folder);
  const free = bavail * bsize;
  const needed = offer.sizeBytes - part.size + SPARE_BYTES;
  if (free >= needed) return;
  await offer.body.cancel();
  throw new DomainError(
    'storage_full',
    `${part.folder} has ${gigabytes(free)} free and needs ${gigabytes(needed)}: free space there, or name another ` +
      'folder with KOTAE_MODELS_DIR',
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
