import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '#contracts';
import type { CatalogueEntry } from './catalogue-entry.js';
import type { PartFile } from './part-file.js';
import { receiveOnce } from './receive-once.js';
import type { ReceiveOptions } from './receive-options.js';
import { TransferInterrupted } from './transfer-interrupted.js';

const MAX_RETRY_DELAY_MS = 30_000;

/**
 * Receives a file into its partial file, from where that stands to the end, through as many interruptions as it takes.
 *
 * @returns how many bytes were there before
 * @throws DomainError `model_download_failed`, `model_checksum_mismatch` when the server offers another file than the
 *   catalogue knows, `storage_full`, `cancelled`
 */
export async function receiveFile(
  part: PartFile,
  url: URL,
  entry: CatalogueEntry | null,
  options: ReceiveOptions,
): Promise<{ resumedFrom: number }> {
  const maxFailures = options.maxFailures ?? 6;
  let resumedFrom = part.size;
  let furthest = part.size;
  let failures = 0;
  while (!isComplete(part)) {
    try {
      resumedFrom = Math.min(resumedFrom, await receiveOnce(part, url, entry, options));
      return { resumedFrom };
    } catch (error) {
      if (options.signal.aborted) throw cancelled(part);
      if (!(error instanceof TransferInterrupted)) throw error;
      // A server that ignores ranges starts over each time: only new ground counts as progress.
      failures = part.size > furthest ? 1 : failures + 1;
      furthest = Math.max(furthest, part.size);
      if (failures >= maxFailures) throw givenUp(url, part, error);
      const pause = options.retryDelayMs ?? 1000;
      const delayMs = error.retryAfterMs ?? Math.min(pause * 2 ** (failures - 1), MAX_RETRY_DELAY_MS);
      const jittered = Math.round(delayMs * (1 + Math.random() / 2));
      options.onRetry?.({ reason: error.message, delayMs: jittered, doneBytes: part.size });
      await delay(jittered, undefined, { signal: options.signal }).catch(() => {
        throw cancelled(part);
      });
    }
  }
  return { resumedFrom };
}

function isComplete(part: PartFile): boolean {
  return part.size > 0 && part.size === part.identity?.sizeBytes;
}

function cancelled(part: PartFile): DomainError {
  return new DomainError(
    'cancelled',
    `The download was stopped after ${part.size} bytes, which are kept: fetching it again goes on from there`,
  );
}

function givenUp(url: URL, part: PartFile, cause: TransferInterrupted): DomainError {
  return new DomainError(
    'model_download_failed',
    `${url.href} could not be fetched: ${cause.message}. Check the network (or the mirror in HF_ENDPOINT) and fetch it ` +
      `again${part.size > 0 ? ` to go on after the ${part.size} bytes that are kept` : ''}`,
    { cause, retryable: true },
  );
}
